import { Injectable } from '@nestjs/common';
import { advancePlace } from '../../events/place.store.js';
import type { PathRef } from '../../platform/input/path-ref.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import type { Invoice } from './invoice.js';
import { INVOICE } from './invoice.table.js';

const COLUMNS = `${selectList(INVOICE.without('amount'), 'invoice')}, invoice.amount::text`;

@Injectable()
export class InvoiceStore {
  readonly insertMany = insertSet<Invoice>('invoice', INVOICE.without('eventXid'), 'invoice-insert');

  /** The caller has locked the invoices. */
  readonly updateMany = updateSet<Invoice>(
    'invoice',
    INVOICE.columns('id'),
    INVOICE.without('id', 'system', 'ref', 'createdAt', 'eventXid'),
    'invoice-update',
    advancePlace('invoice'),
  );

  /** Locks invoices in the order of their ids; skips unknown refs. */
  lockByRefs(tx: Tx, refs: readonly PathRef[]): Promise<Invoice[]> {
    return tx.rowsOf(
      `select ${COLUMNS} from invoice where (system, ref) in (select unnest($1::text[]), unnest($2::text[]))
        order by id for no key update`,
      [refs.map(({ system }) => system), refs.map(({ ref }) => ref)],
      'invoice-lock-by-refs',
    );
  }

  read(sql: Sql, id: string): Promise<Invoice | undefined> {
    return sql.row(`select ${COLUMNS} from invoice where id = $1`, [id], 'invoice-read');
  }

  /** Returns invoices of a contract by day, after one of them. @param at the last day of issue; null for all */
  readOfContract(
    sql: Sql,
    contractId: string,
    at: Day | null,
    after: readonly [issuedOn: Day, id: string] | null,
    limit: number,
  ): Promise<Invoice[]> {
    return sql.rows(
      `select ${COLUMNS} from invoice
        where contract_id = $1
          and ($2::date is null or issued_on <= $2)
          and ($3::date is null or (issued_on, id) > ($3, $4::uuid))
        order by issued_on, id limit $5`,
      [contractId, at, ...(after ?? [null, null]), limit],
      'invoice-of-contract',
    );
  }
}

export function readInvoiced(tx: Tx, contractIds: readonly string[]): Promise<string[]> {
  return tx.column(
    `select distinct contract_id as "contractId" from invoice where contract_id = any($1)`,
    [contractIds],
    'invoice-contracts',
  );
}
