import type { SubjectType } from '../events/event.js';
import { INVARIANTS, type Invariants } from '../events/verified.js';
import type { Sql } from '../platform/sql/database.js';
import type { Difference } from './judging.js';
import type { SubjectSpan } from './slice.js';
import { verifiedSubjects } from './verified-subjects.store.js';

/** Invariants of the core that are not about one subject: each query returns the rows that violate it. */
const OF_ALL: Invariants = {
  rep_load: {
    'the counted load of a rep is that of their leads': `
      select 'load of rep ' || rep_id as row, open, untouched, counted_open as "countedOpen", counted_untouched as "countedUntouched" from (
        select rep_load.rep_id, rep_load.open, rep_load.untouched, count(lead.id)::int as counted_open,
               count(lead.id) filter (where work_state = 'untouched')::int as counted_untouched
          from rep_load left join lead on lead.owner_id = rep_load.rep_id and status = 'open' and not test and cycle > 0
         group by rep_load.rep_id) as both_counts
       where (open, untouched) is distinct from (counted_open, counted_untouched)`,
  },
};

/** Checks what the schema cannot enforce. Skips empty tables, because the queries take long to plan. */
export class InvariantsStore {
  async brokenOf(sql: Sql, { after, through }: SubjectSpan, kinds: ReadonlySet<SubjectType>): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const { subjectType, invariants } of verifiedSubjects())
      if (kinds.has(subjectType)) broken.push(...(await this.broken(sql, invariants, [after, through])));
    return broken;
  }

  async brokenOfAll(sql: Sql): Promise<Difference[]> {
    const all = [OF_ALL, ...INVARIANTS.all].flatMap((each) => Object.entries(each));
    const tables = [...new Set(all.map(([table]) => table))];
    const row = await sql.one<Readonly<Record<string, boolean>>>(
      `select ${tables.map((table) => `exists (select from ${table}) as ${table}`).join(', ')}`,
    );
    const broken: Difference[] = [];
    for (const [table, rules] of all) if (row[table]) broken.push(...(await this.broken(sql, rules, [])));
    return broken;
  }

  private async broken(sql: Sql, rules: Invariants[string], values: readonly unknown[]): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const [rule, text] of Object.entries(rules)) {
      const rows = await sql.rows<{ row: string }>(text, values);
      for (const { row, ...found } of rows)
        broken.push({ row, fault: `does not hold: ${rule} (${JSON.stringify(found)})` });
    }
    return broken;
  }
}
