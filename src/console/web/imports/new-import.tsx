import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post, putFile } from '../api/api.js';
import { InputField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { useTitle } from '../parts/states.js';
import { FileField } from './file-field.js';
import type { Import } from './import.js';

/** Begins an import: its file is sent, and what its columns are follows on its page. */
export function NewImport() {
  useTitle('Import a file');
  const [, go] = useLocation();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);

  async function send(form: FormData): Promise<void> {
    if (file === null) throw new Error('Choose a file first.');
    const source = textOf(form, 'source');
    const body = {
      name: textOf(form, 'name'),
      of: 'leads',
      // Whether its rows are new or history is asked once it is known how many are old.
      mode: 'live',
      ...(source !== '' && { source }),
    } as const;
    const { id } = await post('/v1/imports', { body });
    try {
      queries.setQueryData(['import', id], await putFile<Import>(`/v1/imports/${id}/file`, file));
    } catch (refused) {
      // The next attempt is another import. What is left of this one does not matter.
      await post('/v1/imports/{id}/cancel', { path: { id } }).catch(() => undefined);
      throw refused;
    }
    await queries.invalidateQueries({ queryKey: ['imports'] });
    go(`/imports/${id}`);
  }

  return (
    <section className="page">
      <p>
        <Link href="/imports">Imports</Link>
      </p>
      <h1>Import a file</h1>
      <p>
        First you see what its columns are, and what would become of its rows. Nothing comes in before you start it.
      </p>
      <Form onSend={send} send="Send the file">
        <FileField file={file} onChoose={setFile} />
        <InputField
          key={file?.name}
          label="Name"
          name="name"
          required
          maxLength={200}
          defaultValue={file?.name.replace(/\.\w+$/, '')}
        />
        <InputField
          label="Source of rows that name none (if empty: the name)"
          name="source"
          maxLength={200}
          placeholder="spring-fair"
        />
      </Form>
    </section>
  );
}
