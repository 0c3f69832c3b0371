import { INVARIANTS } from '../events/verified.js';
import type { Sql } from '../platform/database.js';
import type { Difference } from './judging.js';
import type { Between } from './slice.js';
import { verifiedSubjects } from './verified-subjects.store.js';

/** What must hold of all that the core keeps, as the rows that break it: their names, and what they say. */
const OF_ALL: Readonly<Record<string, string>> = {
  'the counted load of a rep is that of their leads': `
    select 'load of rep ' || rep_id as row, open, untouched, counted_open as "countedOpen", counted_untouched as "countedUntouched" from (
      select rep_load.rep_id, rep_load.open, rep_load.untouched, count(lead.id)::int as counted_open,
             count(lead.id) filter (where work_state = 'untouched')::int as counted_untouched
        from rep_load left join lead on lead.owner_id = rep_load.rep_id and status = 'open' and not test
       group by rep_load.rep_id) as both_counts
     where (open, untouched) is distinct from (counted_open, counted_untouched)`,
};

/** What the schema cannot hold by itself. */
export class InvariantsStore {
  async brokenOf(sql: Sql, { after, through }: Between): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const { invariants } of verifiedSubjects())
      for (const [rule, text] of Object.entries(invariants))
        broken.push(...(await this.broken(sql, rule, text, [after, through])));
    return broken;
  }

  async brokenOfAll(sql: Sql): Promise<Difference[]> {
    const broken: Difference[] = [];
    for (const [rule, text] of [OF_ALL, ...INVARIANTS.all].flatMap((rules) => Object.entries(rules)))
      broken.push(...(await this.broken(sql, rule, text, [])));
    return broken;
  }

  private async broken(sql: Sql, rule: string, text: string, values: readonly unknown[]): Promise<Difference[]> {
    const { rows } = await sql.query<{ row: string }>(text, values);
    return rows.map(({ row, ...found }) => ({ row, said: `does not hold: ${rule} (${JSON.stringify(found)})` }));
  }
}
