import { isList, type Json } from '../schema/json-schema.js';
import { idOf, useFormFacts, useRemarks } from './form-context.js';
import { Remarks } from './framed.js';
import type { FieldProps } from './inputs.js';

type Span = readonly [from: string, to: string];

const NINE_TO_FIVE: Span = ['09:00', '17:00'];
const TIME = /^\d\d:\d\d$/;

/** The hours of a day as pairs of text, because 24:00 may be an end; empty for a closed day. */
export function HoursField({ field, value, pointer, title = field.title, onChange }: FieldProps<'hours'>) {
  const { id: form } = useFormFacts();
  const remarks = useRemarks(pointer, true);
  const spans = isList(value) ? (value as readonly Span[]) : [];
  const set = (changed: readonly Span[]) =>
    onChange(changed.length === 0 && !field.isRequired ? undefined : (changed as Json));
  return (
    <fieldset className="hours" aria-label={title} id={idOf(form, pointer)} tabIndex={-1}>
      <span>{title}</span>
      {spans.length === 0 && <span className="count">closed</span>}
      {spans.map(([from, to], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no key but their position.
        <span key={at} className="pair">
          <Edge name={`${title} from`} value={from} onChange={(edge) => set(spans.with(at, [edge, to]))} />–
          <Edge name={`${title} to`} value={to} onChange={(edge) => set(spans.with(at, [from, edge]))} />
          {TIME.test(to) && to < from && <span className="count">of the next day</span>}
          <button
            type="button"
            className="quiet"
            aria-label={`Remove ${from} to ${to} of ${title}`}
            onClick={() => set(spans.toSpliced(at, 1))}
          >
            ✕
          </button>
        </span>
      ))}
      <button
        type="button"
        className="quiet"
        aria-label={`Add hours to ${title}`}
        onClick={() => set([...spans, NINE_TO_FIVE])}
      >
        Add hours
      </button>
      <Remarks remarks={remarks} />
    </fieldset>
  );
}

function Edge({ name, value, onChange }: { name: string; value: string; onChange: (edge: string) => void }) {
  return (
    <input
      aria-label={name}
      value={value}
      size={5}
      maxLength={5}
      placeholder="09:00"
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
