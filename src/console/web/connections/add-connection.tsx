import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post } from '../api/api.js';
import { InputField, TextAreaField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { useTitle } from '../parts/states.js';
import { PRODUCTS, type Product } from './products.js';

/** Chooses a product, and makes its connection. What to do there follows on the page of the connection. */
export function AddConnection() {
  useTitle('Add a connection');
  const [product, setProduct] = useState<Product | null>(null);
  return (
    <section className="page">
      <p>
        <Link href="/connections">Connections</Link>
      </p>
      <h1>{product === null ? 'Where do the leads come from?' : product.name}</h1>
      {product === null ? (
        <ul className="lines">
          {PRODUCTS.map((each) => (
            <li key={each.code}>
              <button type="button" onClick={() => setProduct(each)}>
                {each.name}
              </button>{' '}
              {each.why}
            </li>
          ))}
        </ul>
      ) : (
        <>
          <ConnectionForm product={product} />
          <p>
            <button type="button" onClick={() => setProduct(null)}>
              Another product
            </button>
          </p>
        </>
      )}
    </section>
  );
}

function ConnectionForm({ product }: { product: Product }) {
  const [, go] = useLocation();
  const { body, name, source, secret } = product;

  async function save(form: FormData): Promise<void> {
    const given = textOf(form, 'secret');
    const origins = textOf(form, 'origins').split(/\s+/).filter(Boolean);
    const made = await post('/v1/inbound', {
      body: {
        ...body,
        name: textOf(form, 'name'),
        source: textOf(form, 'source'),
        origins,
        ...(given !== '' && { secret: given }),
      },
    });
    go(`/connections/${made.id}`);
  }

  return (
    <Form onSend={save} send="Make the connection">
      <InputField label="Name" name="name" required maxLength={200} defaultValue={name} />
      <InputField
        label="Source of its leads, as reports and rules know it"
        name="source"
        required
        maxLength={200}
        defaultValue={source}
      />
      {secret !== undefined && (
        <InputField
          label={secret.label}
          name="secret"
          required={secret.isRequired}
          minLength={8}
          maxLength={1_000}
          autoComplete="off"
        />
      )}
      {body.kind === 'form' && (
        <TextAreaField
          label="Pages that may send, one a line (if you like): others then wait"
          name="origins"
          at={['/origins', '/origins/0']}
          rows={2}
          placeholder="https://www.example.com"
        />
      )}
    </Form>
  );
}
