import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { TestApplication } from './application.js';
import { requireInvariants } from './invariants.js';
import { aDesk, aLead } from './people.js';
import { aPolicy } from './policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(app, { leadWithin: 'PT1H' });
  await aLead(app);
});
afterEach(() => app.stop({ isWhole: false }));

it.each([
  [
    'events 5 to 98 are missing',
    `insert into event (id, epoch, type, occurred_at, subject_type, subject_id, subject_seq,
     actor_type, data) select gen_random_uuid(), 1, 'lead.updated', now(), 'lead', id, 99, 'system', '{}' from lead`,
  ],
  ['its row says that its latest event is 5', 'update lead set event_seq = event_seq + 1'],
  ['one assignment that is open', 'update assignment set until_at = from_at'],
  ['one of the present owner', `update lead set owner_id = (select id from rep where id <> owner_id limit 1)`],
  ['one of the present owner, in the present cycle', 'update lead set cycle = cycle + 1'],
  ['waits for no return', `update clock set kind = 'recycle', rep_id = null where kind = 'firstTouch'`],
  ['counted load', 'update rep_load set open = open + 1'],
  [
    'state is met, the ledger says running',
    `update clock set state = 'met', met_at = started_at, ended_at = started_at, next_at = null where lead_id is not null`,
  ],
])('a broken invariant is found: %s', async (rule, statement) => {
  await requireInvariants(app.database.url);
  await app.asOwner(statement);
  await expect(requireInvariants(app.database.url)).rejects.toThrow(rule);
});
