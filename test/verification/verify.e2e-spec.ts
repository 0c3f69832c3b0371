import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Snapshots } from '../../src/platform/sql/snapshots.js';
import { TestApplication } from '../support/application.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, leadNow } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

const START = '2026-03-02T15:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const CALL = { kind: 'call', outcome: 'noAnswer' };

/** Creates leads to which every kind of change has happened. */
async function busyStory(app: TestApplication): Promise<Json[]> {
  const { reps } = await aDesk(app, ['Ann', 'Bo']);
  await aPolicy(
    app,
    { within: 'PT5M', leadWithin: 'PT1H', maxReassignments: 1, onBreach: [{ after: 'PT0S', do: 'reassign' }] },
    {
      time: 'elapsed',
      pauses: { most: 'P5D', times: 3 },
      followUp: { steps: [{ after: 'PT1H', within: 'PT1H', kinds: ['call'] }] },
      decideWithin: 'PT8H',
    },
  );
  const leads: Json[] = [];
  for (let made = 0; made < 9; made += 1) leads.push(await aLead(app));
  const post = (index: number, path: string, body?: object) =>
    app.must('POST', `/v1/leads/${leads[index]!.id}/${path}`, body);
  await post(0, 'touches', CALL);
  const { id: none } = await post(1, 'touches', CALL);
  await post(1, `touches/${none}/void`, { reason: 'Nobody called' });
  await post(2, 'pause', { until: at(90), reason: 'On holiday' });
  await post(3, 'disposition', { category: 'suppress', reason: 'duplicate' });
  await post(4, 'disposition', { category: 'lost', reason: 'price' });
  await post(4, 'reopen', { reason: 'Has thought again' });
  const value = { amount: '90.00', currency: 'EUR' };
  const reach = async (name: string) => (await post(5, 'milestones', { name, value })).milestones.at(-1).id;
  const qualified = await reach('qualified');
  await app.must('PUT', `/v1/leads/${leads[5]!.id}/milestones/${qualified}/value`, { ...value, amount: '95.50' });
  await post(5, `milestones/${await reach('opportunity')}/reverse`, { reason: 'There was no offer' });
  await post(5, 'milestones', { name: 'won' });
  await post(7, 'disposition', { category: 'nurture', reason: 'not_now', fields: { wakeAt: at(200) } });
  const { id: held } = await post(8, 'touches', CALL);
  await post(8, 'pause', { until: at(90), reason: 'On holiday' });
  await post(8, `touches/${held}/void`, { reason: 'Nobody called' });
  await app.moveTo(at(20));
  await post(6, 'touches', { ...CALL, occurredAt: at(1), repId: leads[6]!.ownerId });
  for (const rep of reps) await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false });
  leads.push(await aLead(app));
  await app.moveTo(at(60));
  return leads;
}

describe('a database in which much has happened', () => {
  let app: TestApplication;
  let leads: Json[];

  beforeAll(async () => {
    app = await TestApplication.start(START);
    leads = await busyStory(app);
  });
  afterAll(() => app.stop());

  it('agrees with its ledger, while it goes on', async () => {
    expect((await verified(app.database.url)).found).toEqual([]);
    await app.moveTo(at(300));
    const { found, summary } = await verified(app.database.url);
    expect(found).toEqual([]);
    expect(summary).toMatchObject({ slices: 1, differences: 0, retired: 0 });
    expect(summary.subjects).toBeGreaterThan(leads.length);
  });

  it('is verified in slices of any size with the same result', async () => {
    const { summary } = await verified(app.database.url);
    for (const sizes of [
      { subjects: 1, events: 1_000, page: 1 },
      { subjects: 1_000, events: 1, page: 3 },
      { subjects: 3, events: 7, page: 2 },
    ]) {
      const { found, summary: sliced } = await verified(app.database.url, sizes);
      expect(found).toEqual([]);
      expect(sliced).toMatchObject({ subjects: summary.subjects, events: summary.events });
      expect(sliced.slices).toBeGreaterThan(3);
    }
  });

  it('is not changed: a read-only role suffices, and any other cannot write either', async () => {
    const reader = `reader_${process.pid}`;
    await app.asOwner(`create role ${reader} login password 'reader'; grant pg_read_all_data to ${reader}`);
    try {
      const url = Object.assign(new URL(app.database.url), { username: reader, password: 'reader' }).href;
      expect((await verified(url)).found).toEqual([]);
    } finally {
      await app.asOwner(`drop owned by ${reader}; drop role ${reader}`);
    }
    const snapshots = await Snapshots.open(app.database.url);
    await expect(snapshots.at((sql) => sql.query('update lead set cycle = 9'))).rejects.toMatchObject({
      code: '25006',
    });
    await snapshots.close();
  });
});

describe('a row that differs from the ledger', () => {
  let app: TestApplication;
  let leads: Json[];

  beforeAll(async () => {
    app = await TestApplication.start(START);
    leads = await busyStory(app);
  });
  afterAll(() => app.stop({ isWhole: false }));

  /** Damages the row of a lead, verifies, and repairs the damage. @returns the differences found */
  async function foundAfter(index: number, damage: string): Promise<string[]> {
    const session = new pg.Client({ connectionString: app.database.url });
    await session.connect();
    const lead = `'${leads[index]!.id}'`;
    const tables = ['lead', 'clock', 'assignment', 'disposition', 'milestone', 'touch', 'event', 'rep_load'];
    try {
      await session.query(`set touchline.retention = 'on'; set session_replication_role = replica`);
      for (const table of tables) await session.query(`create temporary table kept_${table} as table ${table}`);
      const { rowCount } = await session.query(damage.replaceAll('$lead', lead));
      expect(rowCount).toBe(1);
      const { found } = await verified(app.database.url, { subjects: 4, events: 30, page: 10 });
      return found.map((line) => line.replaceAll(leads[index]!.id, 'LEAD'));
    } finally {
      for (const table of tables) {
        await session.query(`delete from ${table}`);
        await session.query(
          `insert into ${table} ${table === 'event' || table === 'disposition' ? 'overriding system value ' : ''}select * from kept_${table}`,
        );
      }
      await session.end();
    }
  }

  it.each<[what: string, index: number, damage: string, found: readonly RegExp[]]>([
    [
      'another owner',
      0,
      `update lead set owner_id = (select id from rep where id <> owner_id) where id = $lead`,
      [
        /^lead LEAD: ownerId is \S+, the ledger says \S+$/,
        /^lead LEAD: does not hold: an open lead has one assignment/,
        /^clock \S+ of lead LEAD: does not hold: a promise that runs/,
        /^load of rep \S+: does not hold/,
        /^load of rep \S+: does not hold/,
      ],
    ],
    [
      'another cycle',
      3,
      `update lead set cycle = 2 where id = $lead`,
      [/^lead LEAD: cycle is 2, the ledger says 1$/, /disposition in force/],
    ],
    [
      'another status',
      3,
      `update lead set status = 'lost' where id = $lead`,
      [/^lead LEAD: status is lost, the ledger says suppressed$/],
    ],
    [
      'another place in the queue',
      9,
      `update lead set waiting_since = waiting_since - interval '1 minute' where id = $lead`,
      [/^lead LEAD: queuedSince is 2026-03-02T15:19:00.000Z, the ledger says 2026-03-02T15:20:00.000Z$/],
    ],
    [
      'the state of a clock',
      0,
      `update clock set state = 'cancelled', next_at = null, met_at = null, breached_at = null, ended_at = started_at where lead_id = $lead and kind = 'firstTouch'`,
      [/^clock \S+ of lead LEAD: state is cancelled, the ledger says met; metAt is nothing, the ledger says 2026/],
    ],
    [
      'a deadline',
      0,
      `update clock set due_at = due_at + interval '1 second' where lead_id = $lead and kind = 'followUp'`,
      [/^clock \S+ of lead LEAD: dueAt is 2026-03-02T17:00:01.000Z, the ledger says 2026-03-02T17:00:00.000Z$/],
    ],
    [
      'a step',
      0,
      `update clock set step = 2 where lead_id = $lead and kind = 'followUp'`,
      [/^clock \S+ of lead LEAD: step is 2, the ledger says 1$/],
    ],
    [
      'the value of a milestone',
      5,
      `update milestone set amount = 90 where lead_id = $lead and name = 'qualified'`,
      [/^milestone \S+ of lead LEAD: amount is 90, the ledger says 95.50$/],
    ],
    [
      'a milestone that was reversed',
      5,
      `update milestone set reversed_at = null where lead_id = $lead and name = 'opportunity'`,
      [/^milestone \S+ of lead LEAD: isReversed is false, the ledger says true$/],
    ],
    [
      'a clock that stands still',
      2,
      `update clock set paused_at = null, resumes_at = null where lead_id = $lead and kind = 'firstTouch'`,
      [/^clock \S+ of lead LEAD: pausedAt is nothing, the ledger says 2026\S+; resumesAt is nothing/],
    ],
    [
      'a lead that opened because of its deal',
      2,
      `update assignment set cause = 'deal' where lead_id = $lead`,
      [
        /^assignment \S+ of lead LEAD: cause is deal, the ledger says intake$/,
        /^clock \S+ of lead LEAD: does not hold: nobody owes a first touch/,
      ],
    ],
    [
      'a clock that is gone',
      0,
      `delete from clock where lead_id = $lead and kind = 'firstTouch'`,
      [/^clock \S+ of lead LEAD: the ledger has it, but there is no such row$/],
    ],
    [
      'a clock of which nothing was told',
      3,
      `insert into clock (id, kind, lead_id, cycle, state, started_at, ended_at) values (gen_random_uuid(), 'decide', $lead, 1, 'cancelled', now(), now())`,
      [/^clock \S+ of lead LEAD: there is such a row, but the ledger does not have it$/],
    ],
    [
      'an assignment that is over',
      0,
      `update assignment set until_at = from_at where lead_id = $lead and until_at is null`,
      [
        /^assignment \S+ of lead LEAD: untilAt is 2026-03-02T15:00:00.000Z, the ledger says nothing$/,
        /^lead LEAD: does not hold: an open lead has one assignment/,
      ],
    ],
    [
      'an assignment to somebody else',
      5,
      `update assignment set rep_id = (select id from rep where id <> rep_id) where lead_id = $lead`,
      [/^assignment \S+ of lead LEAD: repId is \S+, the ledger says \S+$/],
    ],
    [
      'a disposition',
      3,
      `update disposition set reason = 'spam' where lead_id = $lead`,
      [/^disposition \S+ of lead LEAD: reason is spam, the ledger says duplicate$/],
    ],
    [
      'a disposition that was taken back',
      4,
      `delete from disposition where lead_id = $lead and kind = 'reversed'`,
      [/^disposition \S+ of lead LEAD: isReversed is false, the ledger says true$/],
    ],
    [
      'a touch',
      0,
      `update touch set outcome = 'busy' where lead_id = $lead`,
      [/^touch \S+ of lead LEAD: outcome is busy, the ledger says noAnswer$/],
    ],
    [
      'a touch that was taken back',
      1,
      `update touch set voided_at = null, void_reason = null, voided_by_type = null, voided_by = null where lead_id = $lead`,
      [/^touch \S+ of lead LEAD: isVoided is false, the ledger says true$/],
    ],
    [
      'an event that is gone',
      3,
      `delete from event where subject_id = $lead and subject_seq = 3`,
      [/^events of lead LEAD: event 3 is missing$/],
    ],
    [
      'a first event that is gone',
      3,
      `delete from event where subject_id = $lead and subject_seq = 1`,
      [/^events of lead LEAD: event 1 is missing, though the ledger goes back to before its first$/],
    ],
    [
      'a last event that is gone',
      3,
      `delete from event where subject_id = $lead and type = 'lead.disposed'`,
      [
        /^events of lead LEAD: its row says that its latest event is (\d+), the ledger ends with \d+$/,
        /^lead LEAD: status is suppressed, the ledger says open; dispositionId is \S+, the ledger says nothing$/,
        /^assignment \S+ of lead LEAD: untilAt is /,
        /^disposition \S+ of lead LEAD: there is such a row, but the ledger does not have it$/,
      ],
    ],
    [
      'an event twice',
      3,
      `insert into event (id, epoch, type, occurred_at, subject_type, subject_id, subject_seq, actor_type, data)
       select id, epoch, 'lead.updated', occurred_at + interval '1 microsecond', subject_type, subject_id, subject_seq, actor_type, data
         from event where subject_id = $lead and subject_seq = 2`,
      [/^events of lead LEAD: there is more than one event 2$/],
    ],
    [
      'an event that the lead does not count',
      3,
      `update lead set event_seq = event_seq + 1 where id = $lead`,
      [/^events of lead LEAD: its row says/],
    ],
    [
      'an event that the feed tells too early',
      3,
      `update event set xid = '3' where subject_id = $lead and subject_seq = 3`,
      [/^events of lead LEAD: event 3 comes before event 2 in the feed$/],
    ],
    [
      'a lead that does not know the place of its latest event',
      3,
      `update lead set event_xid = null where id = $lead`,
      [/^events of lead LEAD: its row places its latest event at nothing, the feed at \d+$/],
    ],
    [
      'a lead that places its latest event too early',
      3,
      `update lead set event_xid = '3' where id = $lead`,
      [/^events of lead LEAD: its row places its latest event at 3, the feed at \d+$/],
    ],
    [
      'a disposition that is told too early',
      4,
      `update disposition set xid = '3' where lead_id = $lead and kind = 'reversed'`,
      [/^lead LEAD: does not hold: what became of a lead is told in the order in which it was recorded/],
    ],
    [
      'a load',
      0,
      `update rep_load set open = open + 1 where rep_id = (select owner_id from lead where id = $lead)`,
      [/^load of rep \S+: does not hold: the counted load of a rep is that of their leads/],
    ],
  ])('is reported, and no other: %s', async (_what, index, damage, expected) => {
    const found = await foundAfter(index, damage);
    const unexpected = found.filter((line) => !expected.some((pattern) => pattern.test(line)));
    const missing = expected.filter((pattern) => !found.some((line) => pattern.test(line)));
    expect({ found, unexpected, missing: missing.map(String) }).toEqual({ found, unexpected: [], missing: [] });
  });

  it('is reported even where the schema would have refused it: two open assignments', async () => {
    await app.asOwner('drop index assignment_open');
    const found = await foundAfter(
      0,
      `insert into assignment (id, lead_id, cycle, rep_id, cause, from_at)
       select gen_random_uuid(), lead_id, cycle, rep_id, 'manual', from_at from assignment where lead_id = $lead limit 1`,
    );
    expect(found).toEqual([
      expect.stringMatching(/^assignment \S+ of lead LEAD: there is such a row, but the ledger does not have it$/),
      expect.stringMatching(/^lead LEAD: does not hold: an open lead has one assignment that is open/),
    ]);
    await app.asOwner('create unique index assignment_open on assignment (lead_id) where until_at is null');
  });
});

describe('what a former version recorded', () => {
  it('may be out of order in the feed', async () => {
    const app = await TestApplication.start(START);
    try {
      const leads = await busyStory(app);
      const early = (seq: number) => `
        begin; set local session_replication_role = replica;
        update event set xid = '3' where subject_id = '${leads[4]!.id}' and subject_seq = ${seq};
        update disposition set xid = '3' where lead_id = '${leads[4]!.id}' and kind = 'reversed'; commit`;
      await app.asOwner(early(3));
      await app.asOwner('update feed_epoch set ordered_epoch = epoch, ordered_xid = pg_current_xact_id()');
      await app.asOwner('update lead set event_xid = null');
      expect((await verified(app.database.url)).found).toEqual([]);
      for (const lead of [leads[4]!, leads[0]!])
        await app.must('PATCH', `/v1/leads/${lead.id}`, { message: 'Call me' });
      expect((await verified(app.database.url)).found).toEqual([]);
    } finally {
      await app.stop({ isWhole: false });
    }
  });
});

describe('events that retention has removed', () => {
  it('are counted, and not reported as differences', async () => {
    const app = await TestApplication.start(START);
    try {
      await busyStory(app);
      await app.moveTo(at(24 * 60));
      const later = await aLead(app);
      expect((await leadNow(app, later)).status).toBe('open');
      const { summary: before } = await verified(app.database.url);
      await app.asOwner(`set local touchline.retention = 'on'; delete from event where occurred_at < '${at(15)}'`);
      const { found, summary } = await verified(app.database.url, { subjects: 3, events: 20, page: 5 });
      expect(found).toEqual([]);
      expect(summary).toMatchObject({ subjects: expect.any(Number), differences: 0 });
      // Nine leads of the first minute, besides reps and other configuration that was changed since.
      expect(summary.retired).toBeGreaterThanOrEqual(9);
      expect(summary.events).toBeLessThan(before.events);
      // The remaining events are still verified.
      await app.asOwner(`update lead set cycle = 7 where id = '${later.id}'`);
      expect((await verified(app.database.url)).found).toContainEqual(
        `lead ${later.id}: cycle is 7, the ledger says 1`,
      );
    } finally {
      await app.stop({ isWhole: false });
    }
  });
});
