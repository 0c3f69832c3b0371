import type { Sql, Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/duration.js';
import { type Field, type Row, selectList, type Table } from '../platform/table.js';

/** `dueAt` is null of what does not wait; there is an index by (due_at, deal_id) of what does. */
export type LookTable = Table<{ readonly dealId: Field<string>; readonly dueAt: Field<Instant | null> }>;

/** Deals that have to be looked at because something has happened to them, since the transaction in which it did. */
export class Looks<Declared extends LookTable> {
  /** SQL for whether any has to be looked at by $1, as the pulse of a node asks it. */
  readonly waits: string;
  private readonly columns: string;

  constructor(private readonly table: Declared) {
    this.waits = `(select due_at from ${table.name} where due_at is not null order by due_at, deal_id limit 1) <= $1::timestamptz`;
    this.columns = selectList(table.columns(), table.name);
  }

  /** Those that wait, the longest first. What somebody works on is left for the next look. */
  async lockDue(tx: Tx, now: Instant, limit: number): Promise<Row<Declared>[]> {
    const { rows } = await tx.query<Row<Declared>>(
      `select ${this.columns} from ${this.table.name}
        where due_at <= $1::timestamptz order by due_at, deal_id limit $2 for no key update skip locked`,
      [toIso(now), limit],
      `look-lock-due-${this.table.name}`,
    );
    return rows;
  }

  /** One that fails for a reason of its own keeps no other from being looked at. */
  async setAside(sql: Sql, dealId: string, until: Instant): Promise<void> {
    const { name } = this.table;
    await sql.query(`update ${name} set due_at = $2 where deal_id = $1`, [dealId, toIso(until)], `look-aside-${name}`);
  }
}
