import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { get, post } from '../api/api.js';
import { Copied } from '../parts/copied.js';
import { FormDialog } from '../parts/form.js';
import { Unread, useTitle } from '../parts/states.js';
import { may, useMe } from '../session/me.js';
import { formToCopy, scriptToCopy } from './form-to-copy.js';
import { HostedForm } from './hosted-form.js';
import { productOf } from './products.js';
import { Submissions } from './submissions.js';
import { Subscription } from './subscription.js';

const LOOK_MS = 5_000;

/** What to do to connect a product, and what arrives from it, as it arrives. */
export function ConnectionPage({ id = '' }: { id?: string }) {
  const me = useMe();
  const queries = useQueryClient();
  const [isChanging, setChanging] = useState(false);
  const { data: connection, error } = useQuery({
    queryKey: ['connection', id],
    queryFn: () => get('/v1/inbound/{id}', { path: { id } }),
    refetchInterval: ({ state }) => ((state.data?.subscription ?? null) !== null ? LOOK_MS : false),
  });
  useTitle(connection?.name ?? 'Connection');
  if (connection === undefined) return <Unread error={error} notYours="There is no such connection, or not for you." />;
  const product = productOf(connection);

  async function change(): Promise<void> {
    await post('/v1/inbound/{id}/rotate', { path: { id }, body: {} });
    await queries.invalidateQueries({ queryKey: ['connection', id] });
  }

  return (
    <section className="page wide">
      <p>
        <Link href="/connections">Connections</Link>
      </p>
      <h1>{connection.name}</h1>
      <h2>The address</h2>
      <Copied text={connection.url} what="the address" />
      {connection.settings?.verifyToken !== undefined && (
        <Copied text={connection.settings.verifyToken} what="the verify token" />
      )}
      {connection.unreachable !== null && <p className="wrong">{connection.unreachable}</p>}
      <ol>
        {product.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {connection.kind === 'form' && (
        <>
          <details>
            <summary>A form to copy</summary>
            <Copied text={formToCopy(connection.url)} what="the form" />
          </details>
          <details>
            <summary>Where visitors came from, and forms that go elsewhere</summary>
            <p>
              This line, on each page of your website, adds the click and the campaign that brought a visitor to what
              they send. It sets no cookie, and stores nothing until they agree: your tool for consent calls{' '}
              <code>touchline.consent()</code>.
            </p>
            <Copied text={scriptToCopy(connection)} what="the line" />
            <p>
              A form whose address you cannot change (HubSpot, Webflow, WordPress) is copied here as it is sent, if it
              has the attribute <code>data-touchline</code>.
            </p>
          </details>
        </>
      )}
      {connection.subscription !== null && <Subscription of={connection.subscription} kind={connection.kind} />}
      {may(me) && (
        <p className="actions">
          <Link href={`/configure/connections/${id}`}>Edit, and map its fields</Link>{' '}
          <button type="button" onClick={() => setChanging(true)}>
            Change the address …
          </button>
        </p>
      )}
      {connection.kind === 'form' && <HostedForm connection={connection} />}
      <h2>Submissions</h2>
      <Submissions connection={connection} />
      {isChanging && (
        <FormDialog title="Change the address" send="Change it" onSend={change} onClose={() => setChanging(false)}>
          <p>
            It gets a new address, and the present one works for another day. Do so if it has become known to somebody
            who should not have it, and paste the new one wherever it is used.
          </p>
        </FormDialog>
      )}
    </section>
  );
}
