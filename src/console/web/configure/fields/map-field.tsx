import { useState } from 'react';
import { pointerTo } from '../../parts/json-pointer.js';
import { lowered } from '../../parts/words.js';
import { blankOf } from '../schema/field.js';
import { isObject, type Json } from '../schema/json-schema.js';
import { FieldView } from './field-view.js';
import { GroupFrame, removal } from './group-frame.js';
import type { FieldProps } from './inputs.js';
import { Row } from './rows.js';

interface Entry {
  readonly id: number;
  readonly name: string;
  readonly value: Json | undefined;
}

/** Values by name or by date. An entry without a name is not part of the value yet. */
export function MapField(props: FieldProps<'map'>) {
  const { field, value = field.otherwise, pointer, title, onChange } = props;
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    Object.entries(isObject(value) ? value : {}).map(([name, inner], id) => ({ id, name, value: inner })),
  );
  function set(changed: readonly Entry[]): void {
    setEntries(changed);
    const named = changed.flatMap(({ name, value }) => (name === '' ? [] : [[name, value ?? null] as const]));
    onChange(Object.fromEntries(named));
  }
  const change = (at: number, entry: Entry) => set(entries.with(at, entry));
  const nextId = Math.max(-1, ...entries.map(({ id }) => id)) + 1;
  return (
    <GroupFrame field={field} pointer={pointer} title={title} onRemove={removal(props)}>
      <ul className="entries">
        {entries.map((entry, at) => (
          <Row
            key={entry.id}
            name={entry.name || `entry ${at + 1}`}
            at={at}
            count={entries.length}
            onRemove={() => set(entries.toSpliced(at, 1))}
          >
            <label>
              <span className="unseen">{field.isByDate ? 'Date' : 'Name'}</span>
              <input
                type={field.isByDate ? 'date' : 'text'}
                placeholder="Name"
                autoComplete="off"
                value={entry.name}
                onChange={({ target }) => change(at, { ...entry, name: target.value })}
              />
            </label>
            <FieldView
              field={field.of}
              value={entry.value}
              pointer={pointerTo(pointer, entry.name)}
              title={`${field.title} of ${entry.name || `entry ${at + 1}`}`}
              onChange={(inner) => change(at, { ...entry, value: inner })}
            />
          </Row>
        ))}
      </ul>
      <p className="buttons">
        <button type="button" onClick={() => set([...entries, { id: nextId, name: '', value: blankOf(field.of) }])}>
          Add to {lowered(field.title)}
        </button>
      </p>
    </GroupFrame>
  );
}
