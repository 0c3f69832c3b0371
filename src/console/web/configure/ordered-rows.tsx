import { type ComponentType, useState } from 'react';
import { ask } from '../api/api.js';
import { useNotices } from '../parts/notices.js';
import { useRefusals } from '../parts/sending.js';
import { MoveTools, moved } from './fields/rows.js';
import type { TableProps } from './kind-page.js';
import { useConfigurationAnew } from './resource.js';
import { nameOfDocument } from './schema/references.js';

type Props = Omit<TableProps, 'toolsOf'> & { readonly Table: ComponentType<TableProps> };

/** A list in which the first document that matches wins. The order is saved as a whole. */
export function OrderedRows({ kind, rows, Table }: Props) {
  const { say } = useNotices();
  const refused = useRefusals();
  const anew = useConfigurationAnew();
  // By their ids: a document that was changed meanwhile is in the same place.
  const [order, setOrder] = useState<readonly string[]>(() => idsOf(rows));
  const shown = order.flatMap((id) => rows.find((row) => row.id === id) ?? []);
  const isMoved = order.join() !== idsOf(rows).join();
  async function save(): Promise<void> {
    const saved = ask('put', `${kind.path}/order`, { body: order });
    await refused(saved.then(() => say({ text: 'Saved the order' })));
    await anew();
  }
  return (
    <>
      <p>The first that matches wins. Alt and the arrows move one, too.</p>
      <Table
        kind={kind}
        rows={shown}
        toolsOf={(at) => {
          const place = { at, count: order.length, onMove: (to: number) => setOrder(moved(order, at, to)) };
          return (
            <span className="entry-tools">
              <MoveTools name={nameOfDocument(shown[at]!)} {...place} />
            </span>
          );
        }}
      />
      {isMoved && (
        <p className="buttons">
          <button type="button" className="main" onClick={save}>
            Save the order
          </button>
          <button type="button" onClick={() => setOrder(idsOf(rows))}>
            Discard changes
          </button>
        </p>
      )}
    </>
  );
}

const idsOf = (rows: Props['rows']): string[] => rows.map(({ id }) => id!);
