import type { ReactNode } from 'react';
import { forPeople } from '../../parts/for-people.js';
import type { Field } from '../schema/field.js';
import { FORM_LABELS } from '../schema/labels.js';
import { type FieldRemark, idOf, useFormFacts, useRemarks } from './form-context.js';

interface Control {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid'?: true;
  readonly disabled?: true;
}

interface Props {
  readonly field: Field;
  readonly pointer: string;
  /** Replaces the field's visible title in a row of a list. */
  readonly title?: string | undefined;
  readonly children: (control: Control) => ReactNode;
}

export function Framed({ field, pointer, title, children }: Props) {
  const { id: form, saved } = useFormFacts();
  const id = idOf(form, pointer);
  const remarks = useRemarks(pointer, true);
  const isWrong = remarks.some(({ isWarning }) => !isWarning);
  const isFixed = saved !== null && field.isFixed === true;
  return (
    <div className="field">
      <label htmlFor={id} className={title === undefined ? '' : 'unseen'}>
        {title ?? field.title}
      </label>
      {children({
        id,
        'aria-describedby': `${id}-remarks`,
        ...(isWrong && { 'aria-invalid': true }),
        ...(isFixed && { disabled: true }),
      })}
      <Remarks id={`${id}-remarks`} remarks={remarks} />
      {title === undefined && <Hint text={field.hint} />}
    </div>
  );
}

export function Remarks({ id, remarks }: { id?: string; remarks: readonly FieldRemark[] }) {
  return (
    <div id={id} className="remarks">
      {remarks.map(({ message, isWarning }) => (
        <p key={message} className={isWarning ? 'is-warning' : ''}>
          {forPeople(message, FORM_LABELS)}
        </p>
      ))}
    </div>
  );
}

/** The first sentence of a hint; the others unfold. */
export function Hint({ text }: { text: string }) {
  const [, first = text, rest = ''] = text.match(/^(.+?\.) (.+)$/s) ?? [];
  if (text === '') return null;
  if (rest === '') return <p className="hint">{first}</p>;
  return (
    <details className="hint">
      <summary>{first}</summary>
      {rest}
    </details>
  );
}
