import { useEffect, useId, useState } from 'react';
import { useUnsaved } from '../../parts/leaving.js';
import { zoneBeside } from '../../parts/times.js';
import { useMe } from '../../session/me.js';
import { type Field, type Path, pointerOf, type Values, valueAt } from './fields.js';
import { type Notes, Remarks } from './remarks.js';
import { choicesOf, givenBy, inputText, typedAs } from './typed.js';
import type { FieldFilling } from './use-form.js';

interface Props {
  readonly field: Field;
  readonly path: Path;
  readonly filling: FieldFilling;
  readonly notes: Notes;
  readonly mayFill: boolean;
}

interface TypedText {
  readonly text: string;
  /** The form's values when typing began. */
  readonly from: Values;
  /** Whether it was sent. A refusal is shown as a remark beside it. */
  readonly isSent: boolean;
}

/** One field of a form, saved when it loses the focus. Refused text stays as it was typed. */
export function FieldInput({ field, path, ...given }: Props) {
  const { timeZone } = useMe();
  const [id, about] = [useId(), useId()];
  const { filling } = given;
  const value = valueAt(filling.values, path);
  const pointer = pointerOf(path);
  const [typed, setTyped] = useState<TypedText | null>(null);
  useUnsaved(typed !== null && (!typed.isSent || filling.remarks.has(pointer)));
  const isSame = (text: string, other: unknown) =>
    JSON.stringify(givenBy(field, text, timeZone)) === JSON.stringify(other);
  const kept = valueAt((filling.form ?? filling).values, path);
  // What was typed stays until the server has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the stored value changes, not while the user types.
  useEffect(() => setTyped((now) => (now !== null && isSame(now.text, kept) ? null : now)), [JSON.stringify(kept)]);
  // It is in another place of its list.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs only when the place changes.
  useEffect(() => setTyped((now) => now && { ...now, from: filling.values }), [pointer]);
  const write = (text: string) => setTyped({ text, from: typed?.from ?? filling.values, isSent: false });
  const save = (text: string, from = filling.values) => {
    if (isSame(text, value)) return setTyped(null);
    setTyped({ text, from, isSent: true });
    filling.save(path, givenBy(field, text, timeZone), from);
  };
  const onAnswer = typed?.isSent ? filling.remarks.get(pointer)?.onAnswer : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each attempt, whose remark has a function of its own.
  useEffect(() => onAnswer?.(() => save(typed!.text, typed!.from)), [onAnswer]);
  const { kind, type, inputMode } = typedAs(field);
  const input = {
    id,
    'data-pointer': pointer,
    value: typed?.text ?? inputText(field, value, timeZone),
    'aria-describedby': about,
    ...(field.isRequired && { 'aria-required': true }),
    onChange: ({ target }: { target: { value: string } }) => write(target.value),
    onBlur: () => typed !== null && save(typed.text, typed.from),
  };
  return (
    <div className="field">
      <label htmlFor={id}>
        <span>
          {field.label}
          {field.isRequired ? '' : ' (optional)'}
          {field.isSensitive && ' · seen by the parties alone'}
          {type === 'datetime-local' && zoneBeside(timeZone)}
        </span>
      </label>
      {kind === 'select' && (
        <select
          {...input}
          onChange={({ target }) => {
            write(target.value);
            save(target.value);
          }}
        >
          <option value="">Not answered</option>
          {choicesOf(field).map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
      {kind === 'long' && <textarea {...input} rows={2} maxLength={field.maxLength ?? 20_000} />}
      {kind === 'line' && (
        <input
          {...input}
          type={type ?? 'text'}
          {...(inputMode && { inputMode })}
          {...(field.maxLength !== null && { maxLength: field.maxLength })}
          autoComplete="off"
        />
      )}
      <div id={about}>
        {field.description !== null && <p className="help">{field.description}</p>}
        <Remarks path={path} {...given} />
      </div>
    </div>
  );
}
