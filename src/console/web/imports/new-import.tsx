import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { post, putFile } from '../api/api.js';
import { InputField, SelectField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { useTitle } from '../parts/states.js';
import { may, useMe } from '../session/me.js';
import { FileField } from './file-field.js';
import type { Import } from './import.js';
import { type ImportSubject, SUBJECTS } from './subjects.js';

/** Begins an import: its file is sent, and what its columns are follows on its page. */
export function NewImport() {
  useTitle('Import a file');
  const [, go] = useLocation();
  const queries = useQueryClient();
  const me = useMe();
  const [file, setFile] = useState<File | null>(null);
  const [of, setOf] = useState<ImportSubject>('leads');
  const offered = (Object.keys(SUBJECTS) as ImportSubject[]).filter(
    (each) => may(me, 'admin') || !SUBJECTS[each].isForAdmins,
  );

  async function send(form: FormData): Promise<void> {
    if (file === null) throw new Error('Choose a file first.');
    const source = textOf(form, 'source');
    const body = {
      name: textOf(form, 'name'),
      of,
      // Whether its rows are new or history is asked once it is known how many are old.
      mode: SUBJECTS[of].first ?? 'live',
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
        <SelectField
          label="What its rows are"
          value={of}
          onChange={({ target }) => setOf(target.value as ImportSubject)}
          options={offered.map((each) => ({ id: each, name: SUBJECTS[each].name }))}
        />
        <FileField file={file} onChoose={setFile} />
        <InputField
          key={file?.name}
          label="Name"
          name="name"
          required
          maxLength={200}
          defaultValue={file?.name.replace(/\.\w+$/, '')}
        />
        {SUBJECTS[of].source !== undefined && (
          <InputField label={SUBJECTS[of].source} name="source" maxLength={200} placeholder="spring-fair" />
        )}
      </Form>
    </section>
  );
}
