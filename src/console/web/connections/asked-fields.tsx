import { useState } from 'react';
import type { Schemas } from '../api/api.js';
import { FaultAt } from '../parts/faults.js';
import { CheckField, InputField, TextAreaField } from '../parts/fields.js';

export type Asked = NonNullable<Schemas['Inbound']['hosted']>['fields'][number];

/** The fields for which a form has a word of its own. */
const KNOWN: Readonly<Record<string, string>> = {
  'contact.name': 'Name',
  'contact.firstName': 'First name',
  'contact.lastName': 'Last name',
  'contact.email': 'E-mail',
  'contact.phone': 'Phone',
  'contact.title': 'Job title',
  'contact.country': 'Country',
  'contact.postalCode': 'Postal code',
  'company.name': 'Company',
  'company.domain': 'Website',
  'company.employees': 'Number of employees',
  message: 'Message',
};

const aField = (field: string, required = false): Asked => ({ field, required, long: false });

/** What a form asks that nobody has changed. */
export const START: readonly Asked[] = [aField('contact.name', true), aField('contact.email', true), aField('message')];

interface Props {
  readonly fields: readonly Asked[];
  readonly onChange: (fields: readonly Asked[]) => void;
}

/** What a form asks, in order: fields are added, moved and removed by buttons. */
export function AskedFields({ fields, onChange }: Props) {
  const [question, setQuestion] = useState('');
  const own = `attributes.${question.trim()}`;
  const left = Object.entries(KNOWN).filter(([field]) => !fields.some((each) => each.field === field));
  function move(at: number, by: number): void {
    const moved = [...fields];
    const [field] = moved.splice(at, 1);
    moved.splice(at + by, 0, field!);
    onChange(moved);
  }
  return (
    <fieldset>
      <legend>What it asks</legend>
      <FaultAt at="/hosted/fields" />
      <ol className="lines">
        {fields.map((field, at) => (
          <li key={field.field}>
            <AskedField
              field={field}
              at={at}
              onChange={(changed) => onChange(fields.map((each) => (each === field ? changed : each)))}
            />
            <p className="actions">
              <button
                type="button"
                aria-label={`Up: ${nameOf(field)}`}
                disabled={at === 0}
                onClick={() => move(at, -1)}
              >
                Up
              </button>{' '}
              <button
                type="button"
                aria-label={`Down: ${nameOf(field)}`}
                disabled={at === fields.length - 1}
                onClick={() => move(at, 1)}
              >
                Down
              </button>{' '}
              <button
                type="button"
                aria-label={`Remove: ${nameOf(field)}`}
                onClick={() => onChange(fields.filter((each) => each !== field))}
              >
                Remove
              </button>
            </p>
          </li>
        ))}
      </ol>
      <p>
        {left.map(([field, name]) => (
          <button key={field} type="button" onClick={() => onChange([...fields, aField(field)])}>
            + {name}
          </button>
        ))}
      </p>
      <div className="fields">
        <InputField
          label="A question of your own"
          value={question}
          maxLength={150}
          onChange={({ target }) => setQuestion(target.value)}
        />
        <button
          type="button"
          disabled={question.trim() === '' || fields.some(({ field }) => field === own)}
          onClick={() => {
            onChange([...fields, { ...aField(own), label: question.trim() }]);
            setQuestion('');
          }}
        >
          Add the question
        </button>
      </div>
    </fieldset>
  );
}

interface FieldProps {
  readonly field: Asked;
  readonly at: number;
  readonly onChange: (field: Asked) => void;
}

function AskedField({ field, at, onChange }: FieldProps) {
  const { label, options, ...rest } = field;
  const isOwn = KNOWN[field.field] === undefined;
  return (
    <>
      <InputField
        label={isOwn ? 'Question' : `Called (else “${KNOWN[field.field]}” in its language)`}
        at={[`/hosted/fields/${at}/label`, `/hosted/fields/${at}/field`]}
        value={label ?? ''}
        maxLength={300}
        onChange={({ target }) =>
          onChange({ ...rest, ...(options && { options }), ...(target.value && { label: target.value }) })
        }
      />
      {isOwn && (
        <TextAreaField
          label="Answers to choose from, one a line (else people write)"
          at={`/hosted/fields/${at}/options`}
          rows={2}
          defaultValue={options?.join('\n')}
          onChange={({ target }) => {
            const lines = target.value.split('\n').map((line) => line.trim());
            const given = [...new Set(lines.filter(Boolean))];
            onChange({ ...rest, ...(label && { label }), ...(given.length > 0 && { options: given }) });
          }}
        />
      )}
      <CheckField
        label="Has to be answered"
        checked={field.required}
        onChange={({ target }) => onChange({ ...field, required: target.checked })}
      />
    </>
  );
}

function nameOf({ field, label }: Asked): string {
  return label ?? KNOWN[field] ?? field;
}
