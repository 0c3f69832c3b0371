import { useState } from 'react';
import { CheckField } from '../../parts/fields.js';
import { useUnsaved } from '../../parts/leaving.js';
import { useMe } from '../../session/me.js';
import { EntryKeys } from './entries.js';
import { FieldInput } from './field-input.js';
import { type Field, type Path, pointerOf, type Values, valueAt, withAt } from './fields.js';
import { type Notes, Remarks } from './remarks.js';
import { inputText } from './typed.js';
import type { HandoffFormState } from './use-form.js';

interface Props {
  readonly fields: readonly Field[];
  readonly filling: HandoffFormState;
  readonly notes: Notes;
  readonly mayFill: boolean;
}

/** The fields of a form in its order, as inputs or as text. */
export function FilledForm({ fields, ...given }: Props) {
  return (
    <div className="filled">
      {fields.map((field) => (
        <Part key={field.name} field={field} path={[field.name]} {...given} />
      ))}
    </div>
  );
}

interface PartProps extends Omit<Props, 'fields'> {
  readonly field: Field;
  readonly path: Path;
}

function Part(props: PartProps) {
  const { field, path, filling, mayFill } = props;
  const value = valueAt(filling.values, path);
  if (field.type === 'object') {
    if (!mayFill && value === undefined) return null;
    return (
      <fieldset data-pointer={pointerOf(path)} tabIndex={-1} className="part">
        <legend>{field.label}</legend>
        {field.description !== null && <p className="help">{field.description}</p>}
        <Remarks {...props} />
        {field.fields.map((inner) => (
          <Part key={inner.name} {...props} field={inner} path={[...path, inner.name]} />
        ))}
      </fieldset>
    );
  }
  if (field.entry !== null) return <List {...props} entry={field.entry} />;
  if (mayFill) return <FieldInput {...props} />;
  return value === undefined ? null : <Read {...props} />;
}

function List({ entry, ...props }: PartProps & { entry: Field }) {
  const { field, path, filling, mayFill } = props;
  const [isAdding, setAdding] = useState(false);
  const [keys] = useState(() => new EntryKeys());
  const value = valueAt(filling.values, path);
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  if (!mayFill && entries.length === 0) return null;
  const called = entry.label === '' ? field.label : entry.label;
  const numbered = (index: number) => ({ ...entry, label: `${called} ${index + 1}` });
  function remove(index: number): void {
    const key = keys.removed(index);
    filling.remove([...path, index], (place) => keys.restored(place, key));
  }
  return (
    <fieldset data-pointer={pointerOf(path)} tabIndex={-1} className="part">
      <legend>{field.label}</legend>
      {field.description !== null && <p className="help">{field.description}</p>}
      <Remarks {...props} />
      {keys.of(entries.length).map((key, index) => (
        <div key={key} className="part-entry">
          <Part {...props} field={numbered(index)} path={[...path, index]} />
          {mayFill && (
            // The second click of a double click would remove the next entry, which has moved under the pointer.
            <button type="button" className="quiet" onClick={({ detail }) => detail < 2 && remove(index)}>
              Remove {numbered(index).label}
            </button>
          )}
        </div>
      ))}
      {isAdding && (
        <Added
          {...props}
          field={numbered(entries.length)}
          path={[...path, entries.length]}
          onEnd={() => setAdding(false)}
        />
      )}
      {mayFill && !isAdding && (
        <p className="buttons">
          <button type="button" onClick={() => setAdding(true)}>
            Add to {field.label}
          </button>
          {field.mayBeEmpty && entries.length === 0 && (
            <CheckField
              label="There are none"
              checked={Array.isArray(value)}
              onChange={({ target }) => filling.save(path, target.checked ? [] : undefined)}
            />
          )}
        </p>
      )}
    </fieldset>
  );
}

/** A new entry, kept out of the list until it is complete: half an entry would count as missing fields. */
function Added({ onEnd, ...props }: PartProps & { onEnd: () => void }) {
  const { path, filling } = props;
  const [draft, setDraft] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  useUnsaved(draft !== undefined && !isSending);
  async function add(): Promise<void> {
    setSending(true);
    if (draft === undefined || (await filling.add(path.slice(0, -1), draft))) onEnd();
    setSending(false);
  }
  // The list shows the entry while it is sent. If it is refused, it reappears here as it was written.
  if (isSending) return null;
  const setIn = (inner: Path, value: unknown) =>
    setDraft((now: unknown) => withAt(now, inner.slice(path.length), value));
  const local: HandoffFormState = {
    ...filling,
    values: withAt(filling.values, path, draft) as Values,
    save: setIn,
    remove: (inner) => setIn(inner, undefined),
  };
  return (
    <div className="part-entry">
      <Part {...props} filling={local} />
      <p className="buttons">
        <button type="button" onClick={add}>
          Add it
        </button>
        <button type="button" className="quiet" onClick={onEnd}>
          Leave it out
        </button>
      </p>
    </div>
  );
}

function Read({ field, path, filling, notes }: PartProps) {
  const { timeZone } = useMe();
  const text = inputText(field, valueAt(filling.values, path), timeZone);
  const chosen = field.choices.find(({ value }) => String(value) === text)?.label;
  return (
    <dl className="facts">
      <div>
        <dt>{field.label}</dt>
        <dd>
          {field.format === 'uri' && /^https?:/.test(text) ? (
            <a href={text} rel="noreferrer">
              {text}
            </a>
          ) : (
            (chosen ?? wordsOf(field, text))
          )}
          {notes.returned.has(pointerOf(path)) && <em> · returned</em>}
        </dd>
      </div>
    </dl>
  );
}

function wordsOf({ type, format }: Field, text: string): string {
  if (type === 'boolean') return text === 'true' ? 'Yes' : 'No';
  return format === 'date-time' ? text.replace('T', ' ') : text;
}
