import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { put } from '../api/api.js';
import { useRefusals } from '../parts/sending.js';
import { type Column, Table } from '../parts/table.js';
import { FieldPicker } from './field-picker.js';
import type { Import } from './import.js';
import { choicesOf, nameOfField, type WholeTarget, wholeOf } from './targets.js';
import { importKey } from './use-import.js';
import { ValuesDialog } from './values-dialog.js';

const SAMPLES = 3;

interface Mapped {
  readonly name: string;
  readonly samples: readonly string[];
  /** Null if it is left out. */
  readonly target: WholeTarget | null;
}

/** Where the columns of a file go. Each change is saved at once. */
export function Mapping({ shown, mayChange }: { shown: Import; mayChange: boolean }) {
  const queries = useQueryClient();
  const orRefused = useRefusals();
  const list = useId();
  const [opened, setOpened] = useState<Mapped | null>(null);
  const { id, of, mapping, fields, columns } = shown;
  const rows = columns.map(
    ({ name, samples }): Mapped => ({
      name,
      samples,
      target: wholeOf(mapping?.columns ?? {}, name, of),
    }),
  );

  async function save(column: string, target: WholeTarget | null): Promise<void> {
    const body = { ...mapping, columns: { ...mapping?.columns, [column]: target } };
    queries.setQueryData<Import>(importKey(id), await put('/v1/imports/{id}/mapping', { path: { id }, body }));
  }

  const shownColumns: readonly Column<Mapped>[] = [
    { name: 'Column', is: 'name', cell: ({ name }) => name },
    { name: 'For example', cell: ({ samples }) => samples.slice(0, SAMPLES).join(' · ') },
    {
      name: 'Goes to',
      is: 'control',
      cell: ({ name, target }) =>
        mayChange ? (
          <FieldPicker
            of={of}
            column={name}
            field={target?.to ?? null}
            list={list}
            fields={fields}
            onChoose={(to) => void orRefused(save(name, to === null ? null : { to }))}
          />
        ) : (
          target && nameOfField(target.to, of)
        ),
    },
    {
      name: 'Values',
      is: 'control',
      cell: (row) =>
        row.target !== null &&
        mayChange && (
          <button type="button" onClick={() => setOpened(row)}>
            <span className="unseen">Values of {row.name}: </span>
            {meaningsOf(row.target)}
          </button>
        ),
    },
  ];
  return (
    <>
      <h2>Where the columns go</h2>
      <p>
        {of === 'leads'
          ? 'A column for which there is no field becomes a custom field of the lead, so nothing is lost.'
          : 'A column for which there is no field is left out.'}
      </p>
      <datalist id={list}>
        {choicesOf(of, fields, '').map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Table name="Columns" rows={rows} columns={shownColumns} keyOf={({ name }) => name} />
      {opened?.target && (
        <ValuesDialog
          of={of}
          column={opened.name}
          samples={opened.samples}
          target={opened.target}
          onSave={(target) => save(opened.name, target)}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

function meaningsOf({ values = {} }: WholeTarget): string {
  const count = Object.keys(values).length;
  return count === 0 ? 'As they are …' : `${count} with a meaning …`;
}
