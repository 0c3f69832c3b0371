import { type ComponentProps, useState } from 'react';
import { amountOf, durationOf, UNITS, type Unit } from '../../parts/duration.js';
import { stepsOf } from '../../parts/json-pointer.js';
import { instantOf, localOf } from '../../parts/times.js';
import { lowered } from '../../parts/words.js';
import { useMe } from '../../session/me.js';
import type { FieldKind, FieldOf } from '../schema/field.js';
import { isList, type Json } from '../schema/json-schema.js';
import { setAtOf, useFormFacts } from './form-context.js';
import { Framed } from './framed.js';

export interface FieldProps<Kind extends FieldKind = FieldKind> {
  readonly field: FieldOf<Kind>;
  readonly value: Json | undefined;
  readonly pointer: string;
  readonly title?: string | undefined;
  /** Undefined removes the value. */
  readonly onChange: (value: Json | undefined) => void;
}

export const shown = (value: Json | undefined): string => (value === undefined || value === null ? '' : String(value));
export const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

export function TextField({ field, value, pointer, title, onChange }: FieldProps<'text'>) {
  const Control = field.isLong ? 'textarea' : 'input';
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <Control
          {...control}
          value={shown(value)}
          autoComplete="off"
          onChange={({ target }) => onChange(orNothing(target.value))}
        />
      )}
    </Framed>
  );
}

type InputProps = Pick<FieldProps, 'field' | 'pointer' | 'title'> & Omit<ComponentProps<'input'>, 'title'>;

function FramedInput({ field, pointer, title, ...input }: InputProps) {
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => <input {...control} {...input} />}
    </Framed>
  );
}

/** A stored secret is never shown. An empty input leaves it unchanged, unless it is part of what is replaced as a whole. */
export function SecretField({ value, onChange, ...framed }: FieldProps<'secret'>) {
  const facts = useFormFacts();
  const [top, ...inner] = stepsOf(framed.pointer);
  const setAt = setAtOf(facts, top!);
  const isKept = setAt === undefined || (setAt !== null && inner.length === 0);
  return (
    <FramedInput
      {...framed}
      type="password"
      autoComplete="new-password"
      placeholder={isKept ? 'Unchanged' : ''}
      value={shown(value)}
      onChange={({ target }) => onChange(orNothing(target.value))}
    />
  );
}

export function NumberField({ value, onChange, ...framed }: FieldProps<'number'>) {
  return (
    <FramedInput
      {...framed}
      type="number"
      step="any"
      value={shown(value)}
      placeholder={shown(framed.field.otherwise)}
      onChange={({ target }) => onChange(target.value === '' ? undefined : Number(target.value))}
    />
  );
}

export function DateField({ value, onChange, ...framed }: FieldProps<'date'>) {
  return (
    <FramedInput
      {...framed}
      type="date"
      value={shown(value)}
      onChange={({ target }) => onChange(orNothing(target.value))}
    />
  );
}

export function InstantField({ value, onChange, ...framed }: FieldProps<'instant'>) {
  const { timeZone } = useMe();
  return (
    <FramedInput
      {...framed}
      type="datetime-local"
      value={typeof value === 'string' ? localOf(Date.parse(value), timeZone) : ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : instantOf(target.value, timeZone))}
    />
  );
}

export function BooleanField({ value, onChange, ...framed }: FieldProps<'boolean'>) {
  const isOn = (value ?? framed.field.otherwise ?? false) === true;
  return <FramedInput {...framed} type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />;
}

const ALL_UNITS = Object.keys(UNITS) as readonly Unit[];

/** A number and a unit; only days if a word stands before it. A duration with several units is edited as ISO 8601 text. */
export function DurationField({ field, value, pointer, title, onChange }: FieldProps<'duration'>) {
  const { before = '' } = field;
  const units = before === '' ? ALL_UNITS : (['days'] as const);
  const text = shown(value ?? field.otherwise);
  const amount = text.startsWith(before) ? amountOf(text.slice(before.length)) : null;
  const [chosen, setChosen] = useState<Unit>(amount?.unit ?? (before === '' ? 'minutes' : 'days'));
  const unit = amount?.unit ?? chosen;
  const isOther = amount === null && text !== '';
  const set = (count: string, of: Unit) => {
    setChosen(of);
    onChange(count === '' ? undefined : before + durationOf({ count: Math.trunc(Number(count)), unit: of }));
  };
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) =>
        isOther ? (
          <input {...control} value={text} onChange={({ target }) => onChange(orNothing(target.value))} />
        ) : (
          <span className="pair">
            <input
              {...control}
              type="number"
              min={0}
              step={1}
              value={amount?.count ?? ''}
              onChange={({ target }) => set(target.value, unit)}
            />
            <select
              aria-label={`Unit of ${lowered(title ?? field.title)}`}
              value={unit}
              onChange={({ target }) => set(shown(amount?.count), target.value as Unit)}
            >
              {units.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </span>
        )
      }
    </Framed>
  );
}

export function LinesField({ field, value, pointer, title, onChange }: FieldProps<'lines'>) {
  const entries = value ?? field.otherwise;
  const [text, setText] = useState(isList(entries) ? entries.join('\n') : '');
  function write(written: string): void {
    setText(written);
    const lines = written.split('\n').flatMap((line) => line.trim() || []);
    onChange(lines.length === 0 && !field.isRequired && field.otherwise === undefined ? undefined : lines);
  }
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <textarea
          {...control}
          rows={Math.min(12, text.split('\n').length + 1)}
          placeholder="One a line"
          value={text}
          onChange={({ target }) => write(target.value)}
        />
      )}
    </Framed>
  );
}

/** A value as JSON. Invalid JSON is sent as text, so that the server rejects it with a reason. */
export function JsonField({ field, value, pointer, title, onChange }: FieldProps<'json'>) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const [isReadable, setReadable] = useState(true);
  function write(written: string): void {
    setText(written);
    try {
      onChange(written.trim() === '' ? undefined : JSON.parse(written));
      setReadable(true);
    } catch {
      onChange(written);
      setReadable(false);
    }
  }
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <>
          <textarea
            {...control}
            className="code"
            rows={Math.min(24, text.split('\n').length + 1)}
            spellCheck={false}
            value={text}
            onChange={({ target }) => write(target.value)}
          />
          {!isReadable && <span className="hint">This is not JSON yet.</span>}
        </>
      )}
    </Framed>
  );
}
