import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post } from '../api/api.js';
import { CheckField, InputField, TextAreaField } from '../parts/fields.js';
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
  const { body, name, source, secret, needs = [] } = product;

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
        ...(body.kind === 'meta' && { settings: settingsOf(form) }),
        ...(body.kind === 'linkedin' && { settings: linkedinSettingsOf(form) }),
        ...(body.kind === 'hubspot' && { settings: hubspotSettingsOf(form) }),
        ...(form.has('missedCalls') && { settings: { missedCalls: 'lead' as const } }),
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
      {body.kind === 'meta' && <MetaFields />}
      {body.kind === 'hubspot' && <HubspotFields />}
      {body.kind === 'linkedin' && <LinkedinFields />}
      {(body.vendor === 'aircall' || body.vendor === 'dialpad') && (
        <CheckField name="missedCalls" label="Missed calls of people whom no lead knows become leads" />
      )}
      {needs.length > 0 && (
        <ul>
          {needs.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
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

function MetaFields() {
  return (
    <>
      <InputField
        label="Id of the page"
        name="pageId"
        at="/settings/pageId"
        required
        inputMode="numeric"
        maxLength={30}
      />
      <InputField
        label="Access token of the page"
        name="accessToken"
        at="/settings/accessToken"
        required
        minLength={20}
        maxLength={2_000}
        autoComplete="off"
      />
      <details>
        <summary>Another address of the Graph API</summary>
        <InputField
          label="Its address, such as that of a proxy"
          name="baseUrl"
          at="/settings/baseUrl"
          placeholder="https://graph.facebook.com"
          maxLength={500}
        />
      </details>
    </>
  );
}

function LinkedinFields() {
  return (
    <>
      <InputField
        label="Client secret of the app"
        name="clientSecret"
        at="/settings/clientSecret"
        required
        minLength={8}
        maxLength={1_000}
        autoComplete="off"
      />
      <InputField
        label="Access token"
        name="accessToken"
        at="/settings/accessToken"
        required
        minLength={20}
        maxLength={2_000}
        autoComplete="off"
      />
      <InputField
        label="Ad account or page"
        name="owner"
        at="/settings/owner"
        required
        maxLength={100}
        placeholder="urn:li:sponsoredAccount:512345678"
      />
      <details>
        <summary>Another address of LinkedIn’s API</summary>
        <InputField
          label="Its address, such as that of a proxy"
          name="baseUrl"
          at="/settings/baseUrl"
          placeholder="https://api.linkedin.com"
          maxLength={500}
        />
      </details>
    </>
  );
}

function linkedinSettingsOf(form: FormData) {
  const baseUrl = textOf(form, 'baseUrl');
  return {
    clientSecret: textOf(form, 'clientSecret'),
    accessToken: textOf(form, 'accessToken'),
    owner: textOf(form, 'owner'),
    ...(baseUrl !== '' && { baseUrl }),
  };
}

function HubspotFields() {
  return (
    <>
      <InputField
        label="Service key (without one, a workflow sends)"
        name="serviceKey"
        at="/settings/serviceKey"
        minLength={20}
        maxLength={2_000}
        autoComplete="off"
      />
      <TextAreaField
        label="Ids of forms, one a line (if not all, and no other contacts)"
        name="forms"
        at={['/settings/forms', '/settings/forms/0']}
        rows={2}
      />
      <details>
        <summary>Another address of HubSpot’s API</summary>
        <InputField
          label="Its address, such as that of a proxy"
          name="baseUrl"
          at="/settings/baseUrl"
          placeholder="https://api.hubapi.com"
          maxLength={500}
        />
      </details>
    </>
  );
}

function hubspotSettingsOf(form: FormData) {
  const serviceKey = textOf(form, 'serviceKey');
  const forms = textOf(form, 'forms').split(/\s+/).filter(Boolean);
  const baseUrl = textOf(form, 'baseUrl');
  return {
    ...(serviceKey !== '' && { serviceKey }),
    ...(forms.length > 0 && { forms }),
    ...(baseUrl !== '' && { baseUrl }),
  };
}

/** Chooses the verify token, which nobody needs to know by heart. */
function settingsOf(form: FormData) {
  const baseUrl = textOf(form, 'baseUrl');
  return {
    verifyToken: Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join(''),
    pageId: textOf(form, 'pageId'),
    accessToken: textOf(form, 'accessToken'),
    ...(baseUrl !== '' && { baseUrl }),
  };
}
