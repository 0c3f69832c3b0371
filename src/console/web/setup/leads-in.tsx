import { useState } from 'react';
import { Link } from 'wouter';
import { post } from '../api/api.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { counted } from '../parts/words.js';
import { type SetupState, useConfiguredAnew } from './use-configured.js';

/** Creates a key that may only send leads, shows it once, with an example. */
export function LeadsIn({ configured: { intakeKeys } }: { configured: SetupState }) {
  const anew = useConfiguredAnew();
  const [key, setKey] = useState<string | null>(null);

  async function save(form: FormData): Promise<void> {
    const made = await post('/v1/api-keys', { body: { name: textOf(form, 'name'), scopes: ['intake'] } });
    setKey(made.key);
    await anew();
  }

  return (
    <>
      <p>
        <Link href="/connections/add">Add a connection</Link>: a form of your website, a Google lead form, Typeform,
        Zapier and others need no program.
      </p>
      <p>
        <Link href="/imports/new">Import a file</Link>: leads that you have already, from a CSV or an Excel workbook.
      </p>
      <p>A program of your own needs a key:</p>
      {intakeKeys > 0 && key === null && <p>{counted(intakeKeys, 'key')} may send leads.</p>}
      {key !== null && (
        <div className="secret" role="status">
          <p>This key is shown only once. Store it where the program that sends leads can read it.</p>
          <pre>
            <code>{key}</code>
          </pre>
          <p>A lead is sent like this:</p>
          <pre>
            <code>{exampleOf(key)}</code>
          </pre>
        </div>
      )}
      <Form onSend={save} send="Create a key">
        <InputField label="Name of the key" name="name" maxLength={200} required placeholder="Web site" />
      </Form>
      <p>
        See the <a href="/docs">documentation</a> for everything else that a lead may contain.
      </p>
    </>
  );
}

function exampleOf(key: string): string {
  const lead = { source: 'web', contact: { name: 'Kim Lee', email: 'kim@example.org' } };
  return [
    `curl -X POST ${location.origin}/v1/leads \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(lead)}'`,
  ].join('\n');
}
