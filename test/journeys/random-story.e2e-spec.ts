import { afterEach, beforeEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { RandomStory } from '../support/random-story.js';

/** What must not be found when everything has been swept, as rows. */
const WRONG: Readonly<Record<string, string>> = {
  'something is due and was not done': `
    select id, kind, state, due_at, next_at, paused_at, held_by from clock where next_at <= $1`,
  'a promise is overdue and runs': `
    select id, lead_id, kind, due_at, next_at, paused_at, held_by from clock
     where state = 'running' and lead_id is not null and due_at <= $1`,
  'something was enforced before it was due': `
    select id, lead_id, kind, due_at, breached_at from clock where breached_at < due_at`,
  'a promise was missed while it stood still': `
    select clock.id, clock.lead_id, clock.kind, due_at, breached_at, pause.from_at, pause.until_at
      from clock join pause on pause.lead_id = clock.lead_id and pause.cycle = clock.cycle
     where from_at < due_at and due_at < coalesce(until_at, 'infinity')
       and clock.breached_at >= from_at and clock.breached_at < coalesce(until_at, 'infinity')
       and clock.started_at <= from_at
       and (pause.kind = 'condition' or clock.owner_id is not null)`,
  'a lead has been forgotten': `
    select lead.id, lead.policy_version, lead.work_state, lead.waiting,
           (select json_agg(json_build_array(kind, step, state, end_reason, owner_id = lead.owner_id) order by id)
              from clock where clock.lead_id = lead.id and clock.cycle = lead.cycle) as clocks
      from lead
      join policy_promises as promised on promised.policy_id = lead.policy_id and promised.version = lead.policy_version
     where status = 'open' and owner_id is not null and waiting is null and work_state <> 'qualified'
       and not exists (
         select from clock join assignment on assignment.id = clock.assignment_id
          where clock.lead_id = lead.id and clock.cycle = lead.cycle and clock.kind <> 'leadResponse'
            and (clock.state = 'running' or clock.state = 'breached' and assignment.until_at is null))
       and (work_state = 'untouched'
         or decides
         or work_state = 'attempting' and steps > coalesce((
              select max(step) from clock
               where lead_id = lead.id and clock.cycle = lead.cycle and kind = 'followUp'
                 and (state in ('met', 'breached') or end_reason = 'forbidden')), 0))`,
};
const PROMISES = `create temporary view policy_promises as
  select resource_id as policy_id, version, body ? 'decideWithin' as decides,
         coalesce(jsonb_array_length(body #> '{followUp,steps}'), 0) as steps
    from resource_version where kind = 'policy' and body is not null`;

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

async function whatIsWrong({ database, time }: TestApplication): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(PROMISES);
    const now = new Date(time.now()).toISOString();
    const found: Record<string, string[]> = {};
    for (const [what, query] of Object.entries(WRONG)) {
      const { rows } = await client.query(query, query.includes('$1') ? [now] : []);
      if (rows.length > 0) found[what] = rows.map((row) => JSON.stringify(row));
    }
    return found;
  } finally {
    await client.end();
  }
}

/** Others look where nobody has looked: `SEEDS=any,words`. */
const SEEDS = process.env.SEEDS?.split(',') ?? ['one', 'two', 'three'];

it.each(SEEDS)(
  'whatever happens to leads, none is forgotten and nothing is enforced that is not due: %s',
  async (seed) => {
    const story = new RandomStory(app, seed);
    await story.begin();
    await story.tell(400);
    await story.end();
    const found = await whatIsWrong(app);
    expect(found).toEqual({});
  },
  120_000,
);
