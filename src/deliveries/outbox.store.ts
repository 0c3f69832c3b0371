import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList, type Table } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import type { Busy } from './senders.service.js';

interface Waiting {
  readonly attempts: number;
  readonly dueAt: Instant | null;
}

export type TakenRow<Of> = Of & {
  /** When another node may take it. A node that reads another instant here has lost the row. */
  readonly takenUntil: Instant;
};

/**
 * A table with a row for each thing to be sent to a tool (docs/adr/0078). It must have the fields `attempts`, `dueAt`
 * and `state`, and an index of its waiting rows by target and `due_at`.
 */
export class Outbox<Declared extends Table> {
  /** SQL condition: whether anything is due at $1. Part of the query of the pulse. */
  readonly waits: string;
  private readonly taking: string;
  private readonly locking: string;

  constructor(
    private readonly of: {
      readonly table: Declared;
      readonly key: readonly (keyof Declared['fields'] & string)[];
      /** The field with the id of the tool, and the table of the tools. */
      readonly target: keyof Declared['fields'] & string;
      readonly targets: string;
      readonly waiting: string;
      /** A field that is cleared when a row is taken. The taken row still has its value. */
      readonly emptied?: keyof Declared['fields'] & string;
    },
  ) {
    const { table, targets, waiting, emptied } = of;
    const target = table.nameOf(of.target);
    const key = of.key.map((field) => table.nameOf(field));
    const all = table.columns();
    this.waits = `exists (select from ${targets} as tool
      where (select min(due_at) from ${table.name} where ${target} = tool.id and state = '${waiting}') <= $1)`;
    // Limits the rows of each tool, so that a slow tool does not delay the others.
    this.taking = `update ${table.name} as row
         set due_at = $2, attempts = row.attempts + 1${emptied === undefined ? '' : `, ${table.nameOf(emptied)} = null`}
        from (
          select former.*
            from (select distinct ${target} as id from ${table.name} where state = '${waiting}' and due_at <= $1) as tool
            left join unnest($3::uuid[], $4::int[]) as busy (id, count) on busy.id = tool.id
           cross join lateral (
             select * from ${table.name}
              where ${target} = tool.id and state = '${waiting}' and due_at <= $1
              order by due_at limit greatest($5::int - coalesce(busy.count, 0), 0)
                for no key update skip locked) as former) as taken
       where ${key.map((name) => `row.${name} = taken.${name}`).join(' and ')}
      returning ${selectList(all, 'taken')}`;
    const ours = [...key.map((name, index) => `${name} = $${index + 2}`), 'due_at = $1', `state = '${waiting}'`];
    this.locking = `select ${selectList(all)} from ${table.name} where ${ours.join(' and ')} for no key update`;
  }

  /** @param until when another node may take them; @param room how many may be under way to one tool */
  async take(tx: Tx, now: Instant, until: Instant, busy: Busy, room: number): Promise<TakenRow<Row<Declared>>[]> {
    const rows = await tx.rows<Row<Declared> & Waiting>(
      this.taking,
      [toIso(now), toIso(until), [...busy.keys()], [...busy.values()], room],
      `outbox-take-${this.of.table.name}`,
    );
    return rows.map((row) => ({ ...row, attempts: row.attempts + 1, dueAt: until, takenUntil: until }));
  }

  targetOf(row: Row<Declared>): string {
    return String((row as Readonly<Record<string, unknown>>)[this.of.target]);
  }

  /** Locks a taken row. Returns undefined if another node has taken it, or it no longer waits. */
  lock(
    sql: Sql,
    taken: Pick<TakenRow<Row<Declared>>, 'takenUntil'> & Row<Declared>,
  ): Promise<Row<Declared> | undefined> {
    return sql.row(this.locking, [toIso(taken.takenUntil), ...this.of.key.map((field) => taken[field])]);
  }
}
