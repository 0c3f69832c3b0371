import { useState } from 'react';
import { instantOf, localOf } from '../../parts/times.js';
import { useMe } from '../../session/me.js';
import { amountOf, durationOf, UNITS, type Unit } from '../schema/duration.js';
import { type FieldKind, type FieldOf, nameOfValue } from '../schema/field.js';
import { isList, type Json } from '../schema/json-schema.js';
import { useFormFacts } from './form-context.js';
import { Framed } from './framed.js';
import { GroupFrame } from './group-frame.js';

export interface FieldProps<Kind extends FieldKind = FieldKind> {
  readonly field: FieldOf<Kind>;
  readonly value: Json | undefined;
  readonly pointer: string;
  readonly title?: string | undefined;
  /** Undefined takes it away. */
  readonly onChange: (value: Json | undefined) => void;
}

const shown = (value: Json | undefined): string => (value === undefined || value === null ? '' : String(value));
const orNothing = (text: string): string | undefined => (text === '' ? undefined : text);

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

/** What is kept is never shown: whoever types nothing leaves it as it is. */
export function SecretField({ field, value, pointer, onChange }: FieldProps<'secret'>) {
  return (
    <Framed field={field} pointer={pointer}>
      {(control) => (
        <input
          {...control}
          type="password"
          autoComplete="new-password"
          placeholder="Stays as it is"
          value={shown(value)}
          onChange={({ target }) => onChange(orNothing(target.value))}
        />
      )}
    </Framed>
  );
}

export function NumberField({ field, value, pointer, title, onChange }: FieldProps<'number'>) {
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <input
          {...control}
          type="number"
          step="any"
          value={shown(value)}
          placeholder={shown(field.otherwise)}
          onChange={({ target }) => onChange(target.value === '' ? undefined : Number(target.value))}
        />
      )}
    </Framed>
  );
}

export function DateField({ field, value, pointer, title, onChange }: FieldProps<'date'>) {
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <input
          {...control}
          type="date"
          value={shown(value)}
          onChange={({ target }) => onChange(orNothing(target.value))}
        />
      )}
    </Framed>
  );
}

export function InstantField({ field, value, pointer, onChange }: FieldProps<'instant'>) {
  const { timeZone } = useMe();
  return (
    <Framed field={field} pointer={pointer}>
      {(control) => (
        <input
          {...control}
          type="datetime-local"
          value={typeof value === 'string' ? localOf(Date.parse(value), timeZone) : ''}
          onChange={({ target }) => onChange(target.value === '' ? undefined : instantOf(target.value, timeZone))}
        />
      )}
    </Framed>
  );
}

export function BooleanField({ field, value, pointer, onChange }: FieldProps<'boolean'>) {
  return (
    <Framed field={field} pointer={pointer}>
      {(control) => (
        <input
          {...control}
          type="checkbox"
          checked={(value ?? field.otherwise ?? false) === true}
          onChange={({ target }) => onChange(target.checked)}
        />
      )}
    </Framed>
  );
}

interface Choice {
  readonly value: Json;
  readonly name: string;
}

/** Of what is there the chosen one; what is set and not there stays, and can be seen. */
function Select({ choices, ...props }: FieldProps & { readonly choices: readonly Choice[] }) {
  const { field, value = field.otherwise, pointer, title, onChange } = props;
  const at = choices.findIndex((choice) => choice.value === value);
  const isUnknown = at < 0 && value !== undefined && value !== null;
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <select
          {...control}
          value={isUnknown ? 'unknown' : at}
          onChange={({ target }) => onChange(choices[Number(target.value)]?.value)}
        >
          {field.otherwise === undefined && <option value={-1}>{field.isRequired ? 'Choose' : 'Not set'}</option>}
          {isUnknown && <option value="unknown">{String(value)}</option>}
          {choices.map(({ name }, index) => (
            <option key={name} value={index}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Framed>
  );
}

export function ChoiceField(props: FieldProps<'choice'>) {
  return <Select {...props} choices={props.field.values.map((value) => ({ value, name: nameOfValue(value) }))} />;
}

export function ReferenceField(props: FieldProps<'reference'>) {
  return <Select {...props} choices={useFormFacts().references.options[props.field.to]} />;
}

/** The browser knows all time zones by name; some fields take other words as well. */
const TIME_ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export function TimeZoneField({ field, value, pointer, onChange }: FieldProps<'timeZone'>) {
  return (
    <Framed field={field} pointer={pointer}>
      {(control) => (
        <>
          <input
            {...control}
            list={`${control.id}-zones`}
            value={shown(value)}
            autoComplete="off"
            onChange={({ target }) => onChange(orNothing(target.value))}
          />
          <datalist id={`${control.id}-zones`}>
            {TIME_ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Framed>
  );
}

/** A number and a unit; what has several units is written as the API has it. */
export function DurationField({ field, value, pointer, title, onChange }: FieldProps<'duration'>) {
  const text = shown(value ?? field.otherwise);
  const amount = amountOf(text);
  const [chosen, setChosen] = useState<Unit>(amount?.unit ?? 'minutes');
  const unit = amount?.unit ?? chosen;
  const isOther = amount === null && text !== '';
  const set = (count: string, of: Unit) => {
    setChosen(of);
    onChange(count === '' ? undefined : durationOf({ count: Math.trunc(Number(count)), unit: of }));
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
              aria-label={`Unit of ${(title ?? field.title).toLowerCase()}`}
              value={unit}
              onChange={({ target }) => set(shown(amount?.count), target.value as Unit)}
            >
              {Object.keys(UNITS).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </span>
        )
      }
    </Framed>
  );
}

/** A list of texts: one a line. */
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

/** Some of what there is. */
export function ChoicesField({ field, value, pointer, onChange }: FieldProps<'choices'>) {
  const entries = value ?? field.otherwise;
  const chosen = isList(entries) ? entries : [];
  function choose(each: Json, isChosen: boolean): void {
    const now = field.values.filter((one) => (one === each ? isChosen : chosen.includes(one)));
    onChange(now.length === 0 && !field.isRequired && field.otherwise === undefined ? undefined : now);
  }
  return (
    <GroupFrame field={field} pointer={pointer}>
      <span className="choices">
        {field.values.map((each) => (
          <label key={String(each)} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(each)}
              onChange={({ target }) => choose(each, target.checked)}
            />
            {nameOfValue(each)}
          </label>
        ))}
      </span>
    </GroupFrame>
  );
}

/** As the API has it. What cannot be read is sent as it was typed, so that the server says what it is not. */
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
