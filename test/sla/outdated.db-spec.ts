import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { breach, type Clock, cancel } from '../../src/clocks/clock.js';
import { ClockStore } from '../../src/clocks/clock.store.js';
import { isOutdated } from '../../src/clocks/outdated.js';
import { ReplanningStore } from '../../src/clocks/replanning.store.js';
import { changedIds } from '../../src/directory/hours-change.js';
import { Database } from '../../src/platform/sql/database.js';
import { toIso } from '../../src/platform/values/duration.js';
import { newId } from '../../src/platform/values/ids.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { runs } from '../support/runs.js';
import { ownersClock, policy } from './sla.builder.js';

const NOW = Date.UTC(2026, 2, 2, 9);
const REVISION = 5;
const under = policy({ within: 'PT1H' });

const idOf = (kind: number, index: number) => `00000000-0000-7000-8${kind}00-00000000000${index}`;
const ids = (kind: number) => [1, 2, 3].map((index) => idOf(kind, index));
const [CALENDARS, REPS, POOLS] = [ids(1), ids(2), ids(3)];

const REVISIONS = fc.constantFrom(REVISION - 1, REVISION);
const calendarId = fc.option(fc.constantFrom(...CALENDARS), { freq: 5 });
const reach = fc.option(fc.constant('call - Europe/Berlin'));
const basis = fc.constantFrom('working' as const, 'elapsed' as const);

/** A running clock, with or without a deadline. */
const running = fc
  .record({ calendarId, basis, reach, plannedRevision: REVISIONS, hasDeadline: fc.boolean() })
  .map(({ hasDeadline, ...facts }): Clock => ({ ...clock(facts), ...(!hasDeadline && { dueAt: null, nextAt: null }) }));
/** A clock that is missed, with or without a next action, or that has ended. */
const over = fc
  .record({ calendarId, basis, reach, plannedRevision: REVISIONS, repId: fc.option(fc.constantFrom(...REPS)) })
  .chain((facts) => {
    const missed = breach(clock(facts), NOW + 3_600_000);
    return fc.constantFrom(missed, { ...missed, nextAt: NOW + 7_200_000 }, cancel(clock(facts), 'closed', NOW));
  });

/** Leads with an owner; the owner's clock and the lead's may run, and there are earlier clocks. */
const leads = fc.array(
  fc.record({
    ownerId: fc.constantFrom(...REPS),
    poolId: fc.option(fc.constantFrom(...POOLS)),
    owners: fc.option(running),
    leads: fc.option(running),
    others: fc.array(over, { maxLength: 2 }),
  }),
  { minLength: 1, maxLength: 6 },
);
const some = (all: readonly string[]) => fc.subarray([...all]);
const changes = fc.record({
  calendarIds: some(CALENDARS),
  repIds: some(REPS),
  poolIds: some(POOLS),
  ofContact: fc.boolean(),
});

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.url);
  for (const id of REPS)
    await database.query(
      `insert into rep (id, version, name, email, refs, active, skills, capacity, created_at, updated_at)
       values ($1::text::uuid, 1, $1::text, $1::text, '{}', true, '{}', '{}', now(), now())`,
      [id],
    );
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

it('the leads that are re-planned are exactly those with an outdated clock', async () => {
  const clocks = new ClockStore();
  const replannings = new ReplanningStore(clocks);
  await fc.assert(
    fc.asyncProperty(leads, changes, async (given, changed) => {
      const stored = given.map(({ owners, leads: company, others, ...lead }) => ({
        ...lead,
        id: newId(NOW),
        clocks: [
          ...(owners === null ? [] : [{ ...owners, repId: lead.ownerId }]),
          ...(company === null ? [] : [{ ...company, kind: 'leadResponse' as const, reach: null }]),
          ...others,
        ],
      }));
      const changesById = new Map(changedIds(changed).map((id) => [id, REVISION]));
      const outdated = stored.filter((lead) => lead.clocks.some((each) => isOutdated(each, lead.poolId, changesById)));
      const undo = new Error('Undone');
      const found = await new Promise<string[]>((resolve, reject) => {
        database
          .transaction(async (tx) => {
            await tx.query(
              `insert into lead (id, source, source_key, contact, issues, test, received_at, status, work_state, cycle,
                                 cycle_started_at, owner_id, event_seq, updated_at)
               select id, 'web', 'web', '{}', '[]', false, $3, 'open', 'untouched', 1, $3, owner_id, 1, $3
                 from unnest($1::uuid[], $2::uuid[]) as given (id, owner_id)`,
              [stored.map(({ id }) => id), stored.map(({ ownerId }) => ownerId), toIso(NOW)],
            );
            await tx.query(
              `insert into assignment (id, lead_id, cycle, rep_id, pool_id, cause, from_at)
               select gen_random_uuid(), id, 1, rep_id, pool_id, 'intake', $4
                 from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as given (id, rep_id, pool_id)`,
              [
                stored.map(({ id }) => id),
                stored.map(({ ownerId }) => ownerId),
                stored.map((lead) => lead.poolId),
                toIso(NOW),
              ],
            );
            await clocks.insertMany(
              tx,
              stored.flatMap((lead) => lead.clocks.map((each) => ({ ...each, id: newId(NOW), subjectId: lead.id }))),
            );
            const replanning = {
              id: newId(NOW),
              revision: REVISION,
              subjectType: 'lead' as const,
              afterId: null,
              passedOver: false,
              adoption: null,
              ...changed,
            };
            resolve(await replannings.readSubjects(tx, replanning, [], 100));
            throw undo;
          })
          .catch((error: unknown) => error !== undo && reject(error));
      });
      expect(found).toEqual(outdated.map(({ id }) => id).sort());
    }),
    { numRuns: runs(60, 300) },
  );
});

function clock(facts: Partial<Clock>): Clock {
  return { ...ownersClock({ at: NOW, policy: under }), policyId: null, assignmentId: null, repId: null, ...facts };
}
