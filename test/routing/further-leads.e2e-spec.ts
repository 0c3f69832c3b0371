import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { WaitingLeadsSweep } from '../../src/deals/accounts/waiting-leads.sweep.js';
import { replay } from '../rehearsal/replay.builder.js';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, leadNow, theReps } from '../support/people.js';

const DAY = '2026-03-02T12:00:00.000Z';
/** Everybody is off until 09:00. */
const NIGHT = '2026-03-02T20:00:00.000Z';
const OPENING = '2026-03-03T09:00:00.000Z';
const OFFICE = '+49 30 5551000';

let app: TestApplication;
let reps: Json[];
let won: Json;
beforeAll(async () => {
  app = await TestApplication.start(DAY, { asInstalled: true });
  reps = await theReps(app, ['Ann', 'Bo', 'Cy']);
  await aDesk(app, reps, { offHours: 'wait' });
  await app.mark();
});
beforeEach(async () => {
  won = await send('kim');
  await app.must('POST', `/v1/leads/${won.id}/milestones`, { name: 'won' });
  await app.moveTo(NIGHT);
});
afterEach(() => app.back());
afterAll(() => app.stop());

const send = (name: string, contact: object = {}) =>
  aLead(app, { contact: { name, email: `${name}@acme.example`, ...contact } });
const inTheMorning = async (lead: Json) => {
  await app.moveTo(OPENING);
  const { ownerId } = await leadNow(app, lead);
  const [{ trace }] = (await app.must('GET', `/v1/leads/${lead.id}/routing`)).data;
  return { ownerId, because: trace.because };
};

describe('a further lead that waits for the morning', () => {
  it.each([0, 1, 2])('goes to the rep who won its person, whoever has the turn (after %i others)', async (others) => {
    for (let index = 0; index < others; index += 1) await send(`other${index}`);
    const again = await send('kim');
    expect([again.ownerId, again.duplicateOf]).toEqual([null, won.id]);
    expect(await inTheMorning(again)).toEqual({
      ownerId: won.ownerId,
      because: 'It belongs to no account. To the rep who won its person; no pool dealt it.',
    });
  });

  it('goes to the owner of the account by then', async () => {
    const again = await send('kim');
    const owner = reps.find(({ id }) => id !== won.ownerId)!;
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: owner.id });
    expect((await inTheMorning(again)).ownerId).toBe(owner.id);
  });

  it('takes its turn if that rep is away, or the win was taken back and the lead lost', async () => {
    const again = await send('kim');
    await app.must('POST', `/v1/reps/${won.ownerId}/absences`, { from: NIGHT, to: '2026-03-09T00:00:00.000Z' });
    const { ownerId, because } = await inTheMorning(again);
    expect([ownerId === won.ownerId, because]).toEqual([false, expect.stringContaining('turn')]);
  });

  it('is foreseen to go to the rep who won its person', async () => {
    const again = await send('kim');
    const { instants } = await app.must('POST', '/v1/sla-policies/preview', { leadId: again.id });
    expect(instants).toMatchObject([{ at: OPENING, type: 'lead.assigned', repId: won.ownerId }]);
  });

  it('goes with the one that it may repeat, which waits too', async () => {
    const first = await send('lou', { phone: OFFICE });
    const others = [await send('max'), await send('mia')];
    const second = await send('nia', { phone: OFFICE });
    expect([second.duplicateOf, second.ownerId]).toEqual([first.id, null]);
    const { ownerId, because } = await inTheMorning(second);
    expect([ownerId, because]).toEqual([
      (await leadNow(app, first)).ownerId,
      'To the owner of the lead that it may repeat; no pool dealt it.',
    ]);
    for (const other of others) expect((await leadNow(app, other)).ownerId).not.toBe(ownerId);
  });

  it('is replayed as it went', async () => {
    const from = app.time.now();
    await send('other');
    await send('kim');
    const first = await send('lou', { phone: OFFICE });
    await send('nia', { phone: OFFICE });
    await app.moveTo(OPENING);
    expect((await leadNow(app, first)).ownerId).not.toBeNull();
    await app.moveBy(HOUR);
    await app.feedsCaughtUp();
    expect(await replay(app, from)).toMatchObject({ leads: 4, differences: [], different: 0 });
  });
});

describe('a further lead while nobody of its pool is there', () => {
  const BACK = '2026-03-03T14:00:00.000Z';
  const NEXT_WEEK = '2026-03-09T09:00:00.000Z';
  let dee: Json;
  let first: Json;
  beforeEach(async () => {
    await app.moveTo('2026-03-03T10:00:00.000Z');
    [dee] = await theReps(app, ['Dee']);
    first = await send('lou', { phone: OFFICE });
    expect(first.ownerId).not.toBeNull();
    for (const rep of reps) await isAway(rep, NEXT_WEEK);
  });

  const isAway = ({ id }: Json, to: string) =>
    app.must('POST', `/v1/reps/${id}/absences`, {
      from: new Date(app.time.now()).toISOString(),
      to,
      openLeads: 'keep',
    });
  const goesTo = async ({ id }: Json, lead: Json) => {
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: id, reason: 'She knows them' });
    await app.settle();
  };
  const ownerOf = async (lead: Json) => (await leadNow(app, lead)).ownerId;

  it('goes to whoever gets the one that it may repeat', async () => {
    const second = await send('nia', { phone: OFFICE });
    expect([second.duplicateOf, second.ownerId]).toEqual([first.id, null]);
    await goesTo(dee, first);
    expect(await ownerOf(second)).toBe(dee.id);
  });

  it('goes to them when they are back, not when the former owner is', async () => {
    const second = await send('nia', { phone: OFFICE });
    await isAway(dee, BACK);
    await goesTo(dee, first);
    expect(await ownerOf(second)).toBeNull();
    await app.moveTo(BACK);
    expect(await ownerOf(second)).toBe(dee.id);
  });

  it('goes to whoever gets the account of a customer meanwhile, when they are back', async () => {
    const again = await send('kim');
    expect([again.duplicateOf, again.ownerId]).toEqual([won.id, null]);
    await isAway(dee, BACK);
    await app.moveBy(1_000);
    await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'], ownerRepId: dee.id });
    await app.application.app.get(WaitingLeadsSweep).look();
    await app.settle();
    expect(await ownerOf(again)).toBeNull();
    await app.moveTo(BACK);
    expect(await ownerOf(again)).toBe(dee.id);
  });
});
