import type { Sql, Tx } from '../platform/sql/database.js';
import { type Field, type Row, selectList, type Table } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';

/** `dueAt` is null if the deal does not wait; the deals that wait have an index on (due_at, deal_id). */
export type LookTable = Table<{ readonly dealId: Field<string>; readonly dueAt: Field<Instant | null> }>;

/** A queue of changed deals, filled in the transactions that change them. */
export class Looks<Declared extends LookTable> {
  /** SQL condition: a deal is due by $1, as the pulse of each node queries it. */
  readonly waits: string;
  private readonly columns: string;

  constructor(private readonly table: Declared) {
    this.waits = `(select due_at from ${table.name} where due_at is not null order by due_at, deal_id limit 1) <= $1::timestamptz`;
    this.columns = selectList(table.columns(), table.name);
  }

  /** Locks due deals, the longest waiting first; skips those that others have locked. */
  lockDue(tx: Tx, now: Instant, limit: number): Promise<Row<Declared>[]> {
    return tx.rows(
      `select ${this.columns} from ${this.table.name}
        where due_at <= $1::timestamptz order by due_at, deal_id limit $2 for no key update skip locked`,
      [toIso(now), limit],
      `look-lock-due-${this.table.name}`,
    );
  }

  /** Postpones a deal that fails for a reason of its own, so that it does not block the others. */
  async setAside(sql: Sql, dealId: string, until: Instant): Promise<void> {
    const { name } = this.table;
    await sql.query(`update ${name} set due_at = $2 where deal_id = $1`, [dealId, toIso(until)], `look-aside-${name}`);
  }
}
