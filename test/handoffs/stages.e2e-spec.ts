import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HandoffSuccession } from '../../src/handoffs/succession/handoff-succession.service.js';
import { TestApplication } from '../support/application.js';
import { Client } from '../support/client.js';
import { aKindBody } from '../support/handoffs.js';
import { textOf } from '../support/html-page.js';
import { HOUR } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast, faults, nineToFive } from '../support/people.js';
import { runs } from '../support/runs.js';

const WEEK = 7 * 24 * HOUR;
/** A Monday. */
const MONDAY = Date.parse('2027-03-01T09:00:00Z');
const NAMES = ['Ann', 'Sue', 'Sam', 'Quin', 'Pia', 'Max', 'Dora'] as const;
type Name = Lowercase<(typeof NAMES)[number]>;
const FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['what'],
  properties: { what: { type: 'string', title: 'What', description: 'What do they complain about?' } },
};
/** The number of receivers in earlier stages. */
const STAGE_BEGINS = { Received: 0, 'Looked into': 1, Answered: 3 };
const STAGES = [{ name: 'Received' }, { name: 'Looked into' }, { name: 'Answered' }];

let app: TestApplication;
let people: Record<Name, Json>;
let keys: Record<Name | 'program', string>;
let teams: Record<'support' | 'quality' | 'managers', Json>;
let kind: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  await nineToFive(app, { timeZone: 'UTC' });
  ({ people, keys } = await aCast(app, NAMES));
  const teamOf = (name: string, ...repIds: string[]) => app.must('POST', '/v1/teams', { name, repIds });
  teams = {
    support: await teamOf('Support', people.sue.id, people.sam.id),
    quality: await teamOf('Quality', people.quin.id, people.pia.id),
    managers: await teamOf('Account managers', people.max.id),
  };
  kind = await app.must('POST', '/v1/handoff-kinds', complaint());
  await app.moveTo(MONDAY);
});
afterAll(() => app.stop());

function receiver(name: string, stage: string | undefined, fields: object = {}): Json {
  return {
    name,
    ...(stage !== undefined && { stage }),
    checklist: [],
    teamId: teams.support.id,
    ownerOfDoneRepId: people.sue.id,
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT16H',
    ...fields,
  };
}

/** Support takes it in, quality and the warehouse look into it in parallel, and the account manager answers. */
function complaint(fields: object = {}): Json {
  const quality = { teamId: teams.quality.id, ownerOfDoneRepId: people.quin.id };
  return aKindBody(
    { teamId: teams.support.id, repId: people.dora.id },
    {
      name: 'Complaint',
      moment: 'When a client complains, it is answered.',
      start: { on: 'manual' },
      form: FORM,
      ready: [],
      stages: STAGES,
      exceptions: [],
      receivers: [
        receiver('Support', 'Received'),
        receiver('Quality', 'Looked into', { ...quality, checklist: [{ text: 'The cause is known' }] }),
        receiver('Warehouse', 'Looked into', { ...quality, ownerOfDoneRepId: people.pia.id }),
        receiver('Account manager', 'Answered', {
          teamId: teams.managers.id,
          ownerOfDoneRepId: people.max.id,
          acknowledgeWithin: 'PT2H',
          completeWithin: 'PT8H',
        }),
      ],
      ...fields,
    },
  );
}

const by = (who: keyof typeof keys) => app.as(keys[who]);
const as = (who: keyof typeof keys, path: string, name: string) => ({
  accept: () => by(who).must('POST', `${path}/receivers/${name}/accept`),
  done: () => by(who).must('POST', `${path}/receivers/${name}/done`),
  both: async () => {
    await by(who).must('POST', `${path}/receivers/${name}/accept`);
    return by(who).must('POST', `${path}/receivers/${name}/done`);
  },
});
const standing = ({ receivers }: Json) =>
  Object.fromEntries(receivers.map(({ name, state, begunAt }: Json) => [name, begunAt === null ? 'later' : state]));
const clocksOf = ({ receivers }: Json, called: string): string[] =>
  receivers
    .find(({ name }: Json) => name === called)
    .clocks.map(({ kind: what, state, dueAt }: Json) => `${what} ${state} ${dueAt}`);
const notificationsTo = async (who: Name, id: string): Promise<string[]> =>
  (await notificationsOf(app, people[who])).filter((each: Json) => each.handoffId === id).map(({ type }: Json) => type);
const sentences = async (path: string): Promise<string[]> =>
  (await app.must('GET', `${path}/timeline`)).data
    .filter(({ type }: Json) => type.startsWith('handoff.'))
    .map(({ text }: Json) => text);

let accounts = 0;
/** Creates a running complaint about an account of Ann's. */
async function aComplaint(of: Json = kind): Promise<{ id: string; path: string; begun: Json }> {
  accounts += 1;
  const account = await app.must('POST', '/v1/accounts', { name: `Acme ${accounts}`, ownerRepId: people.ann.id });
  const { id } = await by('ann').must('POST', '/v1/handoffs', { kindId: of.id, accountId: account.id });
  const path = `/v1/handoffs/${id}`;
  await by('ann').must('PATCH', `${path}/form`, { what: 'It came broken' });
  return { id, path, begun: await by('ann').must('POST', `${path}/start`) };
}

describe('a kind with stages', () => {
  const asked = async (fields: object) =>
    faults(await app.post('/v1/handoff-kinds', complaint({ name: 'Another', ...fields })));

  it('stays the same when it is read and saved again, with stages as they are named', async () => {
    const path = `/v1/handoff-kinds/${kind.id}`;
    const read = await app.must('GET', path);
    expect(read.stages).toEqual(STAGES);
    expect(read.receivers.map(({ stage }: Json) => stage)).toEqual([
      ...['Received', 'Looked into', 'Looked into', 'Answered'],
    ]);
    expect((await app.must('PUT', path, read)).version).toBe(1);
    const shouted = read.receivers.map((each: Json) => ({ ...each, stage: each.stage.toUpperCase() }));
    expect((await app.must('PUT', path, { ...read, receivers: shouted })).version).toBe(1);
    const plain = await app.must('POST', '/v1/handoff-kinds', {
      ...complaint({ name: 'Plain', receivers: [receiver('Support', undefined)] }),
      stages: undefined,
    });
    expect(plain).not.toHaveProperty('stages');
    expect((await app.must('PUT', `/v1/handoff-kinds/${plain.id}`, plain)).version).toBe(1);
  });

  it('has to start by hand', async () => {
    expect(await asked({ start: { on: 'deal.won' } })).toEqual(['/stages contradiction']);
  });

  it('has at least two stages, each with a unique name and a receiver', async () => {
    expect(await asked({ stages: [{ name: 'Received' }] })).toEqual(['/stages tooFew']);
    expect(await asked({ stages: Array.from({ length: 21 }, (_, index) => ({ name: `${index}` })) })).toEqual([
      '/stages tooMany',
    ]);
    expect(await asked({ stages: [...STAGES, { name: 'RECEIVED' }] })).toEqual(['/stages/3/name duplicate']);
    expect(await asked({ stages: [...STAGES, { name: 'Learnt from' }] })).toEqual(['/stages/3 noReceivers']);
  });

  it('has a stage for each receiver', async () => {
    const { receivers } = complaint();
    const { stage: _, ...nowhere } = receivers[1];
    const strange = [receivers[0], nowhere, receivers[2], { ...receivers[3], stage: 'Closed' }];
    expect(await asked({ receivers: strange })).toEqual([
      '/receivers/1/stage required',
      '/receivers/3/stage unknownStage',
      '/stages/2 noReceivers',
    ]);
    expect(await asked({ stages: undefined, receivers: [receivers[0]] })).toEqual(['/receivers/0/stage contradiction']);
  });
});

describe('a handoff with stages', () => {
  it('goes from stage to stage, with deadlines counted from when each is reached', async () => {
    const { id, path, begun } = await aComplaint();
    expect(begun).toMatchObject({
      stage: 'Received',
      stages: [
        { name: 'Received', reachedAt: '2027-03-01T09:00:00.000Z' },
        { name: 'Looked into', reachedAt: null },
        { name: 'Answered', reachedAt: null },
      ],
    });
    expect(standing(begun)).toEqual({
      Support: 'waiting',
      Quality: 'later',
      Warehouse: 'later',
      'Account manager': 'later',
    });
    expect(begun.receivers.map(({ stage, beginsAfter }: Json) => [stage, beginsAfter])).toEqual([
      ...[
        ['Received', null],
        ['Looked into', 'Received'],
      ],
      ...[
        ['Looked into', 'Received'],
        ['Answered', 'Looked into'],
      ],
    ]);
    expect(clocksOf(begun, 'Support')).toEqual(['handoffAcknowledge running 2027-03-01T13:00:00.000Z']);
    expect(clocksOf(begun, 'Quality')).toEqual([]);
    expect([
      await notificationsTo('sue', id),
      await notificationsTo('quin', id),
      await notificationsTo('max', id),
    ]).toEqual([['handoff.received'], [], []]);

    await app.moveTo(MONDAY + 2 * HOUR);
    await as('sue', path, 'Support').accept();
    // Long after the others' deadlines if these had begun: there is no warning, and nothing is late.
    await app.moveTo(MONDAY + 26 * HOUR);
    const waiting = await app.must('GET', path);
    const theirs = ['Quality', 'Warehouse', 'Account manager'].flatMap((name) => clocksOf(waiting, name));
    expect([waiting.stage, ...theirs]).toEqual(['Received']);
    expect(await notificationsTo('max', id)).toEqual([]);

    const looked = await as('sue', path, 'Support').done();
    expect(looked).toMatchObject({ state: 'running', stage: 'Looked into' });
    expect(looked.stages[1].reachedAt).toBe('2027-03-02T11:00:00.000Z');
    expect(clocksOf(looked, 'Quality')).toEqual(['handoffAcknowledge running 2027-03-02T15:00:00.000Z']);
    expect(clocksOf(looked, 'Account manager')).toEqual([]);
    expect([
      await notificationsTo('quin', id),
      await notificationsTo('pia', id),
      await notificationsTo('max', id),
    ]).toEqual([['handoff.received'], ['handoff.received'], []]);

    await as('quin', path, 'Quality').accept();
    await by('quin').must('PUT', `${path}/receivers/Quality/checklist`, { done: [0] });
    await as('quin', path, 'Quality').done();
    // The other receiver of the stage is not done yet.
    expect((await as('pia', path, 'Warehouse').accept()).stage).toBe('Looked into');
    await app.moveTo(MONDAY + 50 * HOUR);
    const answered = await as('pia', path, 'Warehouse').done();
    expect(answered.stage).toBe('Answered');
    expect(clocksOf(answered, 'Account manager')).toEqual(['handoffAcknowledge running 2027-03-03T13:00:00.000Z']);
    const done = await as('max', path, 'Account manager').both();
    expect(done).toMatchObject({ state: 'done', stage: 'Answered' });
    expect(done.clocks).toEqual([]);

    expect(await sentences(path)).toEqual([
      'To be filled in: 1 piece is missing',
      'Form saved by Ann: What; nothing is missing',
      'Handed over by Ann to Support (Sue), for “Received”',
      'Accepted by Support, for which Sue answers',
      'Processed by Support',
      '“Looked into” is reached, stage 2 of 3: it goes to Quality (Quin) and Warehouse (Pia)',
      'Accepted by Quality, for which Quin answers',
      'Quality has done 1 of 1 on the checklist',
      'Processed by Quality',
      'Accepted by Warehouse, for which Pia answers',
      'Processed by Warehouse',
      '“Answered” is reached, stage 3 of 3: it goes to Account manager (Max)',
      'Accepted by Account manager, for which Max answers',
      'Processed by Account manager: all of it is done',
    ]);
    const giver = (await app.must('GET', `/v1/reps/${people.ann.id}/notifications`)).data;
    expect(giver.map(({ text }: Json) => text)).toContainEqual(
      expect.stringMatching(/was processed by Support: “Looked into” begins$/),
    );
  });

  it('breaks no promise of a later stage before the stage is reached, but may do so afterwards', async () => {
    const { path } = await aComplaint();
    await as('sue', path, 'Support').both();
    await app.moveBy(24 * HOUR);
    const late = await app.must('GET', path);
    expect(clocksOf(late, 'Quality')).toEqual([expect.stringMatching(/^handoffAcknowledge breached /)]);
    expect(clocksOf(late, 'Account manager')).toEqual([]);
  });

  it(`cannot be accepted before the receiver's stage, and says what has to be done first`, async () => {
    const { path } = await aComplaint();
    const bodies = { accept: undefined, return: { missing: ['/what'], note: 'Which one?' }, done: undefined };
    const at = new Date(app.time.now() + HOUR).toISOString();
    for (const [what, body] of Object.entries({ ...bodies, schedule: { at } })) {
      const { status, body: problem } = await by('quin').ask('POST', `${path}/receivers/Quality/${what}`, body);
      expect([status, problem.type, problem.stage]).toEqual([
        409,
        expect.stringMatching(/#stage-not-reached$/),
        'Received',
      ]);
      expect(problem.detail).toBe('“Looked into” begins once “Received” is done, which waits for Support.');
    }
    const ticked = await by('quin').ask('PUT', `${path}/receivers/Quality/checklist`, { done: [0] });
    expect(ticked.body.type).toMatch(/#stage-not-reached$/);
    const far = await by('max').ask('POST', `${path}/receivers/Account manager/accept`);
    expect(far.body.detail).toBe(
      '“Answered” begins once “Looked into” is done; it has come to “Received”, which waits for Support.',
    );
    // A rep who is not a party for that receiver is refused for that reason.
    expect((await by('sue').ask('POST', `${path}/receivers/Account manager/accept`)).status).toBe(403);
  });

  it('can be returned to the giver from any stage, and continues from there', async () => {
    const { id, path } = await aComplaint();
    await as('sue', path, 'Support').both();
    const returned = await by('quin').must('POST', `${path}/receivers/Quality/return`, {
      missing: ['/what'],
      note: 'Which of the two?',
    });
    expect(returned).toMatchObject({ state: 'running', stage: 'Looked into' });
    expect(standing(returned)).toMatchObject({ Quality: 'returned', Warehouse: 'waiting' });
    expect(returned.clocks.map(({ kind: what, state, repId }: Json) => [what, state, repId])).toEqual([
      ['handoffException', 'running', people.ann.id],
    ]);
    expect(await notificationsTo('ann', id)).toContain('handoff.returned');
    await as('pia', path, 'Warehouse').both();
    expect((await app.must('GET', path)).stage).toBe('Looked into');
    await by('ann').must('PATCH', `${path}/form`, { what: 'The blue one came broken' });
    const again = await app.must('GET', path);
    expect(standing(again)).toMatchObject({ Quality: 'waiting', 'Account manager': 'later' });
    await as('quin', path, 'Quality').accept();
    await by('quin').must('PUT', `${path}/receivers/Quality/checklist`, { done: [0] });
    expect((await as('quin', path, 'Quality').done()).stage).toBe('Answered');
  });

  it('can be called off at any stage, and notifies those who had it', async () => {
    const { id, path } = await aComplaint();
    await as('sue', path, 'Support').both();
    const gone = await by('ann').must('POST', `${path}/cancel`, { reason: 'They took it back' });
    expect(gone).toMatchObject({ state: 'cancelled', stage: 'Looked into' });
    expect(clocksOf(gone, 'Quality')).toEqual([expect.stringMatching(/^handoffAcknowledge cancelled /)]);
    expect(await notificationsTo('quin', id)).toContain('handoff.cancelled');
    expect(await notificationsTo('max', id)).toEqual([]);
    expect((await by('max').ask('POST', `${path}/receivers/Account manager/accept`)).body.type).toMatch(
      /#handoff-state$/,
    );
  });

  it('assigns owners when a stage is reached, not when the handoff began', async () => {
    const { path, begun } = await aComplaint();
    expect(begun.receivers[1].ownerRepId).toBe(people.quin.id);
    await app.must('PUT', `/v1/reps/${people.quin.id}/availability`, { available: false });
    const reached = await as('sue', path, 'Support').both();
    expect(reached.receivers[1].ownerRepId).toBe(people.pia.id);
    await app.must('PUT', `/v1/reps/${people.quin.id}/availability`, { available: true });
  });

  it('passes a later stage to the successor of a rep who has left', async () => {
    const { path } = await aComplaint();
    const leave = (active: boolean) => app.must('PUT', `/v1/reps/${people.quin.id}`, { ...people.quin, active });
    delete people.quin.version;
    await leave(false);
    await app.application.app.get(HandoffSuccession).passOn(null);
    const passed = await app.must('GET', path);
    expect(passed.receivers[1]).toMatchObject({ ownerRepId: people.pia.id, begunAt: null, clocks: [] });
    expect((await sentences(path)).at(-1)).toBe('Pia answers for Quality, in place of Quin');
    const reached = await as('sue', path, 'Support').both();
    expect(reached.receivers[1]).toMatchObject({ ownerRepId: people.pia.id, state: 'waiting' });
    await leave(true);
  });

  it('reaches the next stage once, even if the last receiver finishes several times at once', async () => {
    const { id, path } = await aComplaint();
    await as('sue', path, 'Support').accept();
    const tried = await Promise.all([1, 2, 3].map(() => by('sue').ask('POST', `${path}/receivers/Support/done`)));
    expect(tried.map(({ status }) => status)).toEqual([200, 200, 200]);
    const events = (await app.must('GET', `${path}/timeline`)).data;
    expect(events.filter(({ type }: Json) => type === 'handoff.stageReached')).toHaveLength(1);
    expect(await notificationsTo('quin', id)).toEqual(['handoff.received']);
  });
});

describe('information about stages', () => {
  it('is on the map and in the report, with times since each stage was reached', async () => {
    const own = await app.must('POST', '/v1/handoff-kinds', complaint({ name: 'Complaint that is counted' }));
    await app.moveTo(Math.ceil(app.time.now() / WEEK) * WEEK + 4 * 24 * HOUR + 9 * HOUR);
    const { path } = await aComplaint(own);
    await as('sue', path, 'Support').accept();
    await app.moveBy(48 * HOUR);
    await as('sue', path, 'Support').done();
    await app.moveBy(HOUR);
    await as('pia', path, 'Warehouse').accept();
    await aComplaint(own);
    const [workflow] = (await app.must('GET', `/v1/handoffs/map?kind=${own.id}`)).workflows;
    const ends = workflow.stages.filter(({ what }: Json) => what === 'end');
    expect(ends.map(({ id, name, stage }: Json) => [id, name, stage])).toEqual([
      ['s1done', 'Received is done', 'Received'],
      ['s2done', 'Looked into is done', 'Looked into'],
      ['s3done', 'Answered is done', 'Answered'],
    ]);
    expect(workflow.arrows.map(({ from, to, between }: Json) => [from, to, between])).toEqual([
      ['start', 'giver', expect.any(String)],
      ['giver', 'r1', 'Owner of the deal or of the account → Support'],
      ['r1', 's1done', 'Support, until it is processed'],
      ['s1done', 'r2', 'Received → Quality'],
      ['r2', 's2done', 'Quality, until it is processed'],
      ['s1done', 'r3', 'Received → Warehouse'],
      ['r3', 's2done', 'Warehouse, until it is processed'],
      ['s2done', 'r4', 'Looked into → Account manager'],
      ['r4', 's3done', 'Account manager, until it is processed'],
    ]);
    // An hour since the stage was reached, without the two days before.
    expect(workflow.arrows[5].taken).toMatchObject({ ended: 1, running: 0, kept: 1, missed: 0 });
    expect(workflow.arrows[5].taken.elapsed.medianSeconds).toBe(3_600);
    expect(workflow.arrows[7].taken).toMatchObject({ ended: 0, running: 0, kept: 0, missed: 0 });
    // Two went to support, one each to quality and the warehouse, and none to others yet.
    expect(workflow.numbers).toMatchObject({ handoffs: 2, receivers: 4, receiversAccepted: 2, receiversDone: 1 });
    expect(workflow.mermaid).toMatch(/ s1done -->\|.*accepted or returned in 1 hour.*\| r3\n/);
    const report = await app.must('GET', '/v1/reports/handoffs?by=kind');
    const row = report.data.find(({ filter }: Json) => filter?.kind === own.id);
    expect(row).toMatchObject({ handoffs: 2, receivers: 4, acknowledge: workflow.numbers.acknowledge });
    const { answers } = await app.must('GET', `/v1/handoffs/diagnosis?kind=${own.id}`);
    expect(answers[0].text).toContain(
      'goes through “Received”, “Looked into” and “Answered”, and ends when Account manager has processed it',
    );
  });

  it('is on the page: all stages, and what a later one waits for', async () => {
    const { path } = await aComplaint();
    const open = async (who: Name, name: string) => {
      const { url } = await by(who).must('POST', `${path}/links`, { for: name });
      return textOf((await new Client(app.url).get(new URL(url).pathname, { key: null })).body as string);
    };
    const early = await open('max', 'Account manager');
    expect(early).toContain('It goes through “Received”, “Looked into”, and “Answered”, and has come to “Received”.');
    expect(early).toContain('“Answered” begins once “Looked into” is done; it has come to “Received”');
    expect(early).toContain('Until then there is nothing to do for Account manager.');
    expect(early).not.toContain('Accept it');
    expect(early).not.toContain('Something is missing: return it');
    expect(await open('sue', 'Support')).toContain('Accept it');
  });
});

/** Actions of a program for a receiver, whether or not they are allowed at the time. */
const DOING = {
  accept: (name: string) => ['POST', `receivers/${name}/accept`],
  giveBack: (name: string) => ['POST', `receivers/${name}/return`, { missing: ['/what'], note: 'Which?' }],
  check: (name: string) => ['PUT', `receivers/${name}/checklist`, { done: [0] }],
  done: (name: string) => ['POST', `receivers/${name}/done`],
  resend: () => ['POST', 'start'],
  amend: () => ['PATCH', 'form', { what: `Broken at ${app.time.now()}` }],
  wait: () => ['WAIT'],
} satisfies Record<string, (name: string) => readonly unknown[]>;
const OFTEN = ['accept', 'done'] as const;
const steps = fc.array(
  fc.record({
    what: fc.constantFrom(...(Object.keys(DOING) as (keyof typeof DOING)[]), ...OFTEN, ...OFTEN, ...OFTEN),
    name: fc.constantFrom('Support', 'Quality', 'Warehouse', 'Account manager'),
  }),
  { minLength: 60, maxLength: 60 },
);

it('whatever happens, a stage begins once all earlier ones are done, and owes nothing before', async () => {
  const receivers = complaint().receivers.map((each: Json) => ({ ...each, teamId: teams.support.id, checklist: [] }));
  for (const each of receivers) each.ownerOfDoneRepId = people.sue.id;
  const own = await app.must('POST', '/v1/handoff-kinds', complaint({ name: 'Complaint of all sorts', receivers }));
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      const { path } = await aComplaint(own);
      for (const { what, name } of story) {
        const [method, at, body] = DOING[what](name) as [string, string, unknown];
        if (method === 'WAIT') await app.moveBy(3 * HOUR);
        else expect((await by('program').ask(method, `${path}/${at}`, body)).status).toBeLessThan(500);
        const handoff = await app.must('GET', path);
        for (const [index, each] of handoff.receivers.entries()) {
          const before = handoff.receivers.slice(
            0,
            Math.min(index, STAGE_BEGINS[each.stage as keyof typeof STAGE_BEGINS]),
          );
          expect(each.begunAt !== null).toBe(before.every(({ state }: Json) => state === 'done'));
          if (each.begunAt === null) expect([each.state, each.clocks]).toEqual(['waiting', []]);
        }
        reached.add(handoff.stage);
      }
    }),
    { numRuns: runs(2, 6), endOnFailure: true },
  );
  // Otherwise the test has tried nothing.
  expect([...reached].sort()).toEqual(['Answered', 'Looked into', 'Received']);
});

describe('the tables of stages', () => {
  it('reject a receiver who has accepted before their stage began', async () => {
    const { id } = await aComplaint();
    await expect(
      app.asOwner(`update handoff_receiver set state = 'accepted' where handoff_id = '${id}' and stage = 2`),
    ).rejects.toThrow(/handoff_receiver_not_begun/);
    await expect(
      app.asOwner(`update handoff_receiver set begun_at = null where handoff_id = '${id}' and stage = 1`),
    ).rejects.toThrow(/handoff_receiver_stage/);
  });

  it('are verified: a stage that began too early is found', async () => {
    const { id } = await aComplaint();
    await app.asOwner(
      `update handoff_receiver set begun_at = '2027-03-01T00:00:00Z' where handoff_id = '${id}' and stage = 2`,
    );
    const { found } = await verified(app.database.url);
    const ofIt = found.filter((each) => each.includes(id));
    expect(ofIt).toContainEqual(expect.stringMatching(/does not hold: all receivers of a stage begin together/));
    await app.asOwner(`update handoff_receiver set begun_at = null where handoff_id = '${id}' and stage = 2`);
  });
});

it('the ledger agrees with the tables about stages', async () => {
  expect((await verified(app.database.url)).found).toEqual([]);
});
