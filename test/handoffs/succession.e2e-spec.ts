import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffSuccession } from '../../src/handoffs/succession/handoff-succession.service.js';
import { SuccessionStore } from '../../src/handoffs/succession/succession.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, FILLED, winADeal } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast } from '../support/people.js';

const NAMES = ['Ann', 'Abe', 'Olga', 'Otto', 'Fay', 'Dora', 'Zoe'] as const;
type Name = Lowercase<(typeof NAMES)[number]>;

let app: TestApplication;
let people: Record<Name, Json>;
let keys: Record<Name | 'program', string>;
let byHand: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  ({ people, keys } = await aCast(app, NAMES));
  const operations = await app.must('POST', '/v1/teams', {
    name: 'Operations',
    repIds: [people.olga.id, people.otto.id],
  });
  const receiver = { name: 'Operations', teamId: operations.id, ownerOfDoneRepId: people.olga.id, checklist: [] };
  const terms = { receivers: [{ ...receiver, acknowledgeWithin: 'PT4H', completeWithin: 'PT16H' }] };
  const team = { teamId: operations.id, repId: people.dora.id };
  await aHandoffKind(app, team, { ...terms, clientToldWithin: 'PT8H' });
  byHand = await aHandoffKind(app, team, { ...terms, name: 'Complaint', start: { on: 'manual' } });
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const notificationsTo = async (who: Name, handoffId: string): Promise<string[]> =>
  (await notificationsOf(app, people[who]))
    .filter((each: Json) => each.type === 'handoff.reassigned' && each.handoffId === handoffId)
    .map(({ text }: Json) => text);
const clocksOf = ({ clocks, receivers }: Json): string[] =>
  [...clocks, ...receivers.flatMap((each: Json) => each.clocks)].map(
    ({ kind, state, repId }: Json) =>
      `${kind} ${state} ${Object.keys(people).find((name) => people[name as Name].id === repId)}`,
  );
const lookAgain = () => app.application.app.get(HandoffSuccession).passOn(null);
const askedOfOthers = () =>
  app.application.app.get(SuccessionStore).findOwedByOthers(app.application.app.get(Database), null, 100);

let deals = 0;
/** Creates a handoff from Ann to Olga. @returns its path */
function aWin(): Promise<{ deal: Json; id: string; path: string }> {
  deals += 1;
  return winADeal(app, { key: keys.ann, number: deals });
}
async function leave(who: Name): Promise<void> {
  await app.must('PUT', `/v1/reps/${people[who].id}`, { ...people[who], active: false, version: undefined });
}
async function comeBack(who: Name): Promise<void> {
  const rep = await app.must('GET', `/v1/reps/${people[who].id}`);
  await app.must('PUT', `/v1/reps/${rep.id}`, { ...rep, active: true });
}

describe('a deal whose owner changes during its handoff', () => {
  it('passes what its giver owes to the new owner, with the full time, and notifies them', async () => {
    const { deal, id, path } = await aWin();
    await by('olga').must('POST', `${path}/receivers/Operations/return`, {
      missing: ['/context'],
      note: 'Which shop?',
    });
    await by('olga').must('POST', `${path}/questions`, { text: 'Who pays?' });
    await app.moveBy(HOUR);
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.abe.id });
    // Two nodes check at once.
    await Promise.all([lookAgain(), lookAgain()]);
    const handoff = await app.must('GET', path);
    expect(clocksOf(handoff).sort()).toEqual([
      ...['handoffAcknowledge met olga', 'handoffClientTold cancelled ann', 'handoffClientTold running abe'],
      ...['handoffException cancelled ann', 'handoffException running abe'],
      ...['handoffQuestion cancelled ann', 'handoffQuestion running abe'],
    ]);
    const told = handoff.clocks.find(({ kind, state }: Json) => kind === 'handoffClientTold' && state === 'running');
    // Eight working hours are a day.
    expect(Date.parse(told.dueAt) - app.time.now()).toBe(24 * HOUR);
    expect(handoff.questions[0].toRepId).toBe(people.abe.id);
    const texts = await notificationsTo('abe', id);
    expect(texts.sort()).toEqual([
      expect.stringMatching(/in place of Ann: answer a question about it, by \w+ \d+ /),
      expect.stringMatching(
        /is with you now, in place of Ann: you are its giver, and have to complete what is still missing and tell the client what happens next, by /,
      ),
    ]);
    const { data: timeline } = await app.must('GET', `${path}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toEqual(
      expect.arrayContaining(['Abe is the giver, in place of Ann', 'Abe answers question 1, in place of Ann']),
    );
    expect(await askedOfOthers()).toEqual([]);
    await by('abe').must('PATCH', `${path}/form`, { context: 'The shop in Vienna is slow' });
    expect(clocksOf(await app.must('GET', path))).toContain('handoffException met abe');
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('passes on the update to the client alone if nothing is missing', async () => {
    const { deal, id } = await aWin();
    await by('program').must('PATCH', `/v1/deals/${deal.id}`, { ownerRepId: people.abe.id });
    await lookAgain();
    expect(await notificationsTo('abe', id)).toEqual([
      expect.stringMatching(/in place of Ann: you are its giver, and have to tell the client what happens next, by /),
    ]);
  });

  it('passes on the form owed for a win elsewhere that had no owner', async () => {
    const told = { name: 'Won elsewhere', account: { name: 'Far' }, amount: '1.00', currency: 'EUR', stage: 'won' };
    const won = await by('program').must('PUT', '/v1/deals/by-ref/crm/far', told);
    await by('program').must('PUT', '/v1/deals/by-ref/crm/far', { ...told, ownerRepId: people.abe.id });
    await lookAgain();
    const handoff = await app.must('GET', `/v1/handoffs/${won.handoff.id}`);
    expect(clocksOf(handoff)).toEqual(['handoffException cancelled undefined', 'handoffException running abe']);
    expect(await notificationsTo('abe', handoff.id)).toEqual([
      expect.stringMatching(/is with you now: you are its giver/),
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});

describe('an account whose owner changes during a handoff', () => {
  /** Creates a handoff from Ann to Olga, who asks a question and returns it. */
  async function aComplaint(name: string): Promise<{ account: Json; path: string }> {
    const account = await app.must('POST', '/v1/accounts', { name, ownerRepId: people.ann.id });
    const { id } = await by('ann').must('POST', '/v1/handoffs', { kindId: byHand.id, accountId: account.id });
    const path = `/v1/handoffs/${id}`;
    const lines = [{ kind: 'retainer', rate: '80.00', cap: '800.00', period: 'month' }];
    const schedule = [{ on: '2026-04-01' }];
    await by('ann').must('PATCH', `${path}/form`, { ...FILLED, billing: { lines, schedule } });
    await by('ann').must('POST', `${path}/start`);
    await by('olga').must('POST', `${path}/questions`, { text: 'Since when?' });
    await by('olga').must('POST', `${path}/receivers/Operations/return`, { missing: ['/context'], note: 'Which?' });
    return { account, path };
  }
  const listedFor = async (who: Name, path: string) =>
    (await by(who).must('GET', '/v1/handoffs?limit=1000')).data.some(({ id }: Json) => path.endsWith(id));

  it('passes on what its giver owes and the questions to them', async () => {
    const { account, path } = await aComplaint('Old friends');
    await app.must('PATCH', `/v1/accounts/${account.id}`, { ownerRepId: people.abe.id });
    await lookAgain();
    const handoff = await app.must('GET', path);
    expect([handoff.giverRepId, handoff.questions[0].toRepId]).toEqual([people.abe.id, people.abe.id]);
    expect(clocksOf(handoff)).toEqual(
      expect.arrayContaining(['handoffException running abe', 'handoffQuestion running abe']),
    );
    expect(await notificationsTo('abe', handoff.id)).toHaveLength(2);
    expect(await askedOfOthers()).toEqual([]);
    expect([await listedFor('abe', path), await listedFor('ann', path)]).toEqual([true, false]);
    await by('abe').must('PATCH', `${path}/form`, { context: 'The shop in Vienna' });
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it(`leaves both with the giver if a receiver becomes the account's manager`, async () => {
    const { account, path } = await aComplaint('Older friends');
    await app.must('PATCH', `/v1/accounts/${account.id}`, { roles: { manager: people.olga.id } });
    await lookAgain();
    expect((await app.must('GET', path)).giverRepId).toBe(people.ann.id);
    expect(await askedOfOthers()).toEqual([]);
    expect(await listedFor('ann', path)).toBe(true);
  });

  it('causes warnings for the new owner, never the former one, even before the check of that minute', async () => {
    const { account, path } = await aComplaint('Oldest friends');
    const ofException = async () =>
      (await app.must('GET', path)).clocks.filter(({ kind }: Json) => kind === 'handoffException');
    const [{ dueAt }] = await ofException();
    await app.must('PATCH', `/v1/accounts/${account.id}`, { ownerRepId: people.abe.id });
    // Both warnings are due.
    await app.moveTo(Date.parse(dueAt) - 60_000);
    const warned = async (who: Name) =>
      (await notificationsOf(app, people[who])).filter(
        (each: Json) => each.type === 'sla.warned' && path.endsWith(each.handoffId),
      ).length;
    expect(await warned('ann')).toBe(0);
    expect((await ofException()).map(({ state, repId }: Json) => [state, repId])).toEqual([
      ['cancelled', people.ann.id],
      ['running', people.abe.id],
    ]);
  });
});

describe('a rep who leaves', () => {
  it('is replaced in unfinished work and as the owner of blockers', async () => {
    const [waiting, accepted, done] = [await aWin(), await aWin(), await aWin()];
    for (const { path } of [accepted, done]) await by('olga').must('POST', `${path}/receivers/Operations/accept`);
    await by('olga').must('POST', `${done.path}/receivers/Operations/done`);
    const dueAt = new Date(app.time.now() + 5 * HOUR).toISOString();
    await by('ann').must('POST', `${waiting.path}/blockers`, { text: 'No access', ownerRepId: people.olga.id, dueAt });
    await by('ann').must('POST', `${accepted.path}/questions`, { text: 'When do you begin?', to: 'Operations' });
    await leave('olga');
    await Promise.all([lookAgain(), lookAgain()]);
    const owners = await Promise.all(
      [waiting, accepted, done].map(async ({ path }) => (await app.must('GET', path)).receivers[0].ownerRepId),
    );
    expect(owners).toEqual([people.otto.id, people.otto.id, people.olga.id]);
    const ofAccepted = await app.must('GET', accepted.path);
    expect(clocksOf(ofAccepted)).toEqual(
      expect.arrayContaining(['handoffComplete cancelled olga', 'handoffComplete running otto']),
    );
    expect(ofAccepted.questions[0].toRepId).toBe(people.otto.id);
    const { blockers } = await app.must('GET', waiting.path);
    expect(blockers[0].ownerRepId).toBe(people.dora.id);
    expect(await notificationsTo('dora', waiting.id)).toEqual([expect.stringMatching(/see to what holds it up, by /)]);
    expect(await notificationsTo('otto', waiting.id)).toEqual([
      expect.stringMatching(/is with you now, in place of Olga: you are responsible for Operations, by /),
    ]);
    await by('otto').must('POST', `${waiting.path}/receivers/Operations/accept`);
    expect(await askedOfOthers()).toEqual([]);
    expect((await verified(app.database.url)).found).toEqual([]);
    await comeBack('olga');
  });

  it('keeps their own misses, even those that were not yet noticed', async () => {
    const { path } = await aWin();
    // No node checks what is due, as if all were down.
    app.time.moveTo(app.time.now() + 100 * HOUR);
    await leave('olga');
    await lookAgain();
    const handoff = await app.must('GET', path);
    expect(handoff.receivers[0].ownerRepId).toBe(people.otto.id);
    expect(handoff.receivers[0].clocks.map(({ state, repId }: Json) => [state, repId])).toEqual([
      ['breached', people.olga.id],
    ]);
    await app.moveBy(1);
    const { data: timeline } = await app.must('GET', `${path}/timeline`);
    expect(timeline.map(({ text }: Json) => text)).toContain(
      'Dora was notified: Olga missed the deadline for the acceptance',
    );
    await comeBack('olga');
  });

  it('keeps their work if there is no successor, without an event each minute', async () => {
    const { path } = await aWin();
    await leave('olga');
    await leave('otto');
    await lookAgain();
    const before = await app.must('GET', path);
    await lookAgain();
    expect(await app.must('GET', path)).toEqual(before);
    expect(before.receivers[0].ownerRepId).toBe(people.olga.id);
    expect(await askedOfOthers()).toContain(before.id);
    await comeBack('otto');
    await lookAgain();
    expect((await app.must('GET', path)).receivers[0].ownerRepId).toBe(people.otto.id);
    await comeBack('olga');
  });
});
