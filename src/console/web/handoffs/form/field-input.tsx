import { useEffect, useId, useState } from 'react';
import { zoneBeside } from '../../parts/times.js';
import { useMe } from '../../session/me.js';
import { type Field, type Path, pointerOf, type Values, valueAt } from './fields.js';
import { Remarks, type Said } from './remarks.js';
import { choicesOf, givenBy, inputText, typedAs } from './typed.js';
import type { FieldFilling } from './use-form.js';

interface Props {
  readonly field: Field;
  readonly path: Path;
  readonly filling: FieldFilling;
  readonly said: Said;
  readonly mayFill: boolean;
}

/** One value of a form. It is saved when somebody goes on to another field; what is refused stays as it was typed. */
export function FieldInput({ field, path, ...given }: Props) {
  const { timeZone } = useMe();
  const [id, about] = [useId(), useId()];
  const { filling } = given;
  const value = valueAt(filling.values, path);
  const [typed, setTyped] = useState<{ readonly text: string; readonly from: Values } | null>(null);
  const isSame = (text: string, other: unknown) =>
    JSON.stringify(givenBy(field, text, timeZone)) === JSON.stringify(other);
  const kept = valueAt((filling.form ?? filling).values, path);
  // What was typed stays until the server has it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: while somebody types nothing is put right.
  useEffect(() => setTyped((now) => (now !== null && isSame(now.text, kept) ? null : now)), [JSON.stringify(kept)]);
  const write = (text: string) => setTyped({ text, from: typed?.from ?? filling.values });
  const save = (text: string, from = filling.values) => {
    if (isSame(text, value)) setTyped(null);
    else filling.save(path, givenBy(field, text, timeZone), from);
  };
  const { kind, type, inputMode } = typedAs(field);
  const input = {
    ...{
      id,
      'data-pointer': pointerOf(path),
      value: typed?.text ?? inputText(field, value, timeZone),
      'aria-describedby': about,
    },
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
