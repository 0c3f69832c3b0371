import { useState } from 'react';
import { pointerTo } from '../../parts/json-pointer.js';
import { lowered } from '../../parts/words.js';
import { inWords } from '../schema/differences.js';
import { blankOf, type Field, type FieldOf, isGroup } from '../schema/field.js';
import { isList, isObject, type Json } from '../schema/json-schema.js';
import { entryOf } from '../schema/labels.js';
import { FieldView } from './field-view.js';
import { useFormFacts, useRemarks } from './form-context.js';
import { GroupFrame, removal } from './group-frame.js';
import type { FieldProps } from './inputs.js';
import { keyAfter, moved, Row, useRowKeys } from './rows.js';

/** An ordered list. Entries with many fields are folded, with a summary as the title. */
export function ListField(props: FieldProps<'list'>) {
  const { field, value = field.otherwise, pointer, title, onChange } = props;
  const entries = isList(value) ? value : [];
  const keys = useRowKeys(entries.length);
  const one = entryOf(field);
  function move(from: number, to: number): void {
    keys.splice(0, keys.length, ...moved(keys, from, to));
    onChange(moved(entries, from, to));
  }
  function add(): void {
    // An entry after one that matches everything would have no effect.
    const place = entries.findLastIndex((entry) => !takesAll(entry)) + 1;
    keys.splice(place, 0, keyAfter(keys));
    onChange(entries.toSpliced(place, 0, blankOf(field.of)));
  }
  function remove(at: number): void {
    keys.splice(at, 1);
    onChange(entries.toSpliced(at, 1));
  }
  return (
    <GroupFrame field={field} pointer={pointer} title={title} onRemove={removal(props)}>
      <ol className="entries">
        {entries.map((entry, at) => (
          <Row
            key={keys[at]}
            name={nameOfEntry(entry, one, at)}
            at={at}
            count={entries.length}
            onMove={(to) => move(at, to)}
            onRemove={() => remove(at)}
          >
            <Entry
              field={field.of}
              value={entry}
              pointer={pointerTo(pointer, at)}
              title={`${one} ${at + 1}`}
              onChange={(inner) => onChange(entries.with(at, inner ?? null))}
            />
          </Row>
        ))}
      </ol>
      <p className="buttons">
        <button type="button" onClick={add}>
          Add {lowered(one)}
        </button>
      </p>
    </GroupFrame>
  );
}

/** The number of controls that fit on a line. */
const IN_A_LINE = 4;

const isLine = (field: Field) =>
  field.kind !== 'object' || (field.fields.length <= IN_A_LINE && !field.fields.some(isGroup));

function Entry(props: FieldProps) {
  const { field, value, title, pointer } = props;
  const { references } = useFormFacts();
  const isRemarked = useRemarks(pointer, true).length > 0;
  const { name, ...rest } = isObject(value) ? value : {};
  // A new entry starts open.
  const [isNew] = useState(field.kind === 'object' && isBlank(field, value));
  // Contents are rendered once opened, because a rulebook has hundreds of rules.
  const [wasOpened, setOpened] = useState(isNew);
  if (isLine(field)) return <FieldView {...props} />;
  return (
    <details open={isRemarked || isNew} onToggle={() => setOpened(true)}>
      <summary>
        <strong>{typeof name === 'string' ? name : title}</strong>
        <span className="count">{inWords(rest, { nameOf: references.nameOf, forms: [field] })}</span>
      </summary>
      {(wasOpened || isRemarked) && <FieldView {...props} />}
    </details>
  );
}

/** Reports whether an entry has an empty condition, which matches every lead. */
const takesAll = (entry: Json): boolean =>
  isObject(entry) && isObject(entry.when) && Object.keys(entry.when).length === 0;

const isBlank = ({ fields }: FieldOf<'object'>, value: Json | undefined): boolean =>
  !isObject(value) || !fields.some((field) => !isGroup(field) && value[field.name] !== undefined);

function nameOfEntry(entry: Json, one: string, at: number): string {
  const name = isObject(entry) ? entry.name : undefined;
  return typeof name === 'string' && name !== '' ? name : `${lowered(one)} ${at + 1}`;
}
