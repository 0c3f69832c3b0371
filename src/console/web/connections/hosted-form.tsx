import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { put, type Schemas } from '../api/api.js';
import { optionsOf } from '../parts/choice.js';
import { Copied } from '../parts/copied.js';
import { InputField, SelectField, TextAreaField } from '../parts/fields.js';
import { Form, textOf } from '../parts/form.js';
import { may, useMe } from '../session/me.js';
import { type Asked, AskedFields, START } from './asked-fields.js';

type Hosted = NonNullable<Schemas['Inbound']['hosted']>;

const LANGUAGES: Readonly<Record<Hosted['language'], string>> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
};
const COLOURS = { background: '#ffffff', accent: '#174f8f' };

/** The form of a connection that Touchline shows: its address, how it looks, and what it asks. */
export function HostedForm({ connection }: { connection: Schemas['Inbound'] }) {
  const me = useMe();
  const queries = useQueryClient();
  const { id, formUrl, hosted } = connection;
  const [fields, setFields] = useState<readonly Asked[]>(hosted?.fields ?? START);
  const colours = hosted?.colours ?? COLOURS;

  async function save(form: FormData): Promise<void> {
    const [title, consentText] = [textOf(form, 'title'), textOf(form, 'consentText')];
    const [privacyUrl, thanks] = [textOf(form, 'privacyUrl'), textOf(form, 'thanks')];
    const body = {
      ...connection,
      hosted: {
        ...(title && { title }),
        fields: [...fields],
        ...(consentText && { consentText }),
        ...(privacyUrl && { privacyUrl }),
        ...(thanks && { thanks }),
        language: textOf(form, 'language') as Hosted['language'],
        colours: { background: textOf(form, 'background'), accent: textOf(form, 'accent') },
      },
    };
    await put('/v1/inbound/{id}', { path: { id }, body });
    await queries.invalidateQueries({ queryKey: ['connection', id] });
  }

  return (
    <section aria-labelledby="form-title">
      <h2 id="form-title">A form without a website</h2>
      <p>
        Touchline shows a form at this address. Link to it, or send it.{' '}
        <a href={formUrl!} target="_blank" rel="noreferrer">
          Open it
        </a>
      </p>
      <Copied text={formUrl!} what="the address of the form" />
      <details>
        <summary>{may(me) ? 'Change the form' : 'See the form'}</summary>
        <div className="beside is-editor">
          {may(me) && (
            <Form key={connection.version} onSend={save} send="Save the form">
              <InputField
                label="Heading"
                name="title"
                at="/hosted/title"
                maxLength={300}
                defaultValue={hosted?.title}
              />
              <AskedFields fields={fields} onChange={setFields} />
              <SelectField
                label="Language"
                name="language"
                defaultValue={hosted?.language ?? 'en'}
                options={optionsOf(LANGUAGES)}
              />
              <TextAreaField
                label="What people may agree to by a tick: that their data goes to ad platforms"
                name="consentText"
                at="/hosted/consentText"
                rows={2}
                maxLength={2_000}
                defaultValue={hosted?.consentText}
              />
              <InputField
                label="Address of your privacy policy"
                name="privacyUrl"
                type="url"
                at="/hosted/privacyUrl"
                defaultValue={hosted?.privacyUrl}
              />
              <TextAreaField
                label="What people read once it is sent"
                name="thanks"
                at="/hosted/thanks"
                rows={2}
                maxLength={2_000}
                defaultValue={hosted?.thanks}
              />
              <div className="fields">
                <InputField
                  label="Background"
                  name="background"
                  type="color"
                  at="/hosted/colours/background"
                  defaultValue={colours.background}
                />
                <InputField
                  label="Button and links"
                  name="accent"
                  type="color"
                  at="/hosted/colours/accent"
                  defaultValue={colours.accent}
                />
              </div>
            </Form>
          )}
          {/* Nothing can be sent from it. */}
          <iframe
            key={`${connection.version} ${connection.key}`}
            className="framed"
            title="The form as it is saved"
            src={`/f/${connection.key}`}
            sandbox=""
          />
        </div>
      </details>
    </section>
  );
}
