import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandoffSuccession } from '../../src/handoffs/succession/handoff-succession.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, winADeal } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aCast, aRep, changeSettings } from '../support/people.js';

const NAMES = ['Ann', 'Olga', 'Otto', 'Dora', 'Mona'] as const;
type Name = Lowercase<(typeof NAMES)[number]>;

let app: TestApplication;
let people: Record<Name, Json>;
let keys: Record<Name | 'program', string>;

beforeAll(async () => {
  app = await TestApplication.start();
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = Object.fromEntries(days.map((day) => [day, [['00:00', '24:00']]]));
  const calendar = await app.must('POST', '/v1/calendars', { name: 'Always', timeZone: 'UTC', hours });
  await changeSettings(app, { timeZone: 'UTC', defaultCalendarId: calendar.id });
  ({ people, keys } = await aCast(app, NAMES));
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [people.olga.id, people.otto.id] });
  await app.must('POST', '/v1/teams', { name: 'Deciders', repIds: [people.dora.id], managerId: people.mona.id });
  const terms = {
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT100H',
    ownerOfDoneRepId: people.olga.id,
    teamId: team.id,
  };
  await aHandoffKind(
    app,
    { teamId: team.id, repId: people.dora.id },
    { receivers: [{ name: 'Operations', checklist: [], ...terms }] },
  );
});
afterAll(() => app.stop());

const by = (who: keyof typeof keys) => app.as(keys[who]);
const notificationsTo = async (who: Name, path: string, type: string): Promise<string[]> =>
  (await notificationsOf(app, people[who]))
    .filter((each: Json) => each.type === type && path.endsWith(each.handoffId))
    .map(({ text }: Json) => text);
const clocksOf = async (path: string, kind: string): Promise<Json[]> =>
  (await app.must('GET', path)).clocks.filter((each: Json) => each.kind === kind);
const states = async (path: string, kind: string) => (await clocksOf(path, kind)).map(({ state }) => state);
const inHours = (hours: number) => new Date(app.time.now() + hours * HOUR).toISOString();

let deals = 0;
/** Creates a handoff from Ann to Olga. @returns its path */
async function aWin(): Promise<string> {
  deals += 1;
  return (await winADeal(app, { key: keys.ann, number: deals })).path;
}
async function anAccepted(): Promise<string> {
  const path = await aWin();
  await by('olga').must('POST', `${path}/receivers/Operations/accept`);
  return path;
}
const block = (path: string, hours: number) =>
  by('olga').must('POST', `${path}/blockers`, { text: 'No access', ownerRepId: people.ann.id, dueAt: inHours(hours) });

describe('a blocker', () => {
  it('has its own clock: its owner is warned, and the decider notified when it is overdue', async () => {
    const path = await anAccepted();
    const dueAt = inHours(10);
    const { blockers } = await block(path, 10);
    expect(await clocksOf(path, 'handoffBlocker')).toMatchObject([
      { state: 'running', repId: people.ann.id, step: 1, dueAt },
    ]);
    await app.moveBy(5 * HOUR);
    expect(await notificationsTo('ann', path, 'sla.warned')).toEqual([
      expect.stringContaining('your resolution of a blocker'),
    ]);
    await app.moveBy(6 * HOUR);
    expect(await states(path, 'handoffBlocker')).toEqual(['breached']);
    expect(await notificationsTo('dora', path, 'sla.escalated')).toEqual([
      expect.stringMatching(/^Ann did not resolve in time what blocks “Sales to operations”/),
    ]);
    await by('ann').must('POST', `${path}/blockers/${blockers[0].id}/resolve`);
    expect(await clocksOf(path, 'handoffBlocker')).toMatchObject([{ state: 'breached', metAt: inHours(0) }]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('is kept if it is resolved in time; each has its own clock, which ends with the handoff', async () => {
    const path = await anAccepted();
    const first = (await block(path, 10)).blockers[0];
    await block(path, 20);
    await by('ann').must('POST', `${path}/blockers/${first.id}/resolve`);
    await by('ann').must('POST', `${path}/blockers/${first.id}/resolve`);
    expect(await states(path, 'handoffBlocker')).toEqual(['met', 'running']);
    await by('olga').must('POST', `${path}/receivers/Operations/done`);
    expect(await states(path, 'handoffBlocker')).toEqual(['met', 'cancelled']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('keeps its date when its owner leaves and another rep takes over', async () => {
    const path = await anAccepted();
    const dueAt = inHours(30);
    await by('ann').must('POST', `${path}/blockers`, { text: 'No access', ownerRepId: people.otto.id, dueAt });
    await app.must('PUT', `/v1/reps/${people.otto.id}`, { ...people.otto, active: false, version: undefined });
    await app.application.app.get(HandoffSuccession).passOn(null);
    expect(await clocksOf(path, 'handoffBlocker')).toMatchObject([
      { state: 'cancelled', repId: people.otto.id },
      { state: 'running', repId: people.dora.id, dueAt },
    ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('keeps its date even if its owner is away for years, or the decider who takes over', async () => {
    const isAway = { from: inHours(0.5), to: '2099-01-01T00:00:00Z' };
    const kim = await aRep(app, 'Kim');
    for (const { id } of [kim, people.dora]) await app.must('POST', `/v1/reps/${id}/absences`, isAway);
    await app.moveBy(HOUR);
    const path = await anAccepted();
    const [dueAt, later] = [inHours(10), inHours(20)];
    const raise = (text: string, repId: string, at: string) =>
      by('olga').must('POST', `${path}/blockers`, { text, ownerRepId: repId, dueAt: at });
    await raise('No access', kim.id, dueAt);
    const leaver = await aRep(app, 'Lea');
    await raise('No logo', leaver.id, later);
    await app.must('PUT', `/v1/reps/${leaver.id}`, { name: 'Lea', email: 'lea@example.com', active: false });
    await app.moveBy(11 * HOUR);
    expect(await clocksOf(path, 'handoffBlocker')).toMatchObject([
      { repId: kim.id, state: 'breached', dueAt },
      { repId: leaver.id, state: 'cancelled' },
      { repId: people.dora.id, state: 'running', dueAt: later },
    ]);
    await app.must('PUT', `/v1/reps/${leaver.id}`, { name: 'Lea', email: 'lea@example.com', active: true });
    for (const { id } of (await app.must('GET', `/v1/reps/${people.dora.id}/absences`)).data)
      await app.must('DELETE', `/v1/reps/${people.dora.id}/absences/${id}`);
  });

  it('of a win by exception has the agreed date, even if the giver is away for years', async () => {
    const pat = await aRep(app, 'Pat');
    await app.must('POST', `/v1/reps/${pat.id}/absences`, { from: inHours(0), to: '2099-01-01T00:00:00Z' });
    const deal = await app.must('POST', '/v1/deals', {
      name: 'By Pat',
      account: { name: 'Pats' },
      amount: '100.00',
      currency: 'EUR',
      ownerRepId: pat.id,
    });
    const completeBy = inHours(10);
    await by('program').must('POST', `/v1/deals/${deal.id}/win`, {
      exception: { deciderRepId: people.mona.id, reason: 'They wait', completeBy },
    });
    const path = `/v1/handoffs/${deal.handoff.id}`;
    expect(await clocksOf(path, 'handoffException')).toMatchObject([{ state: 'running', dueAt: completeBy }]);
    await app.moveBy(11 * HOUR);
    expect(await states(path, 'handoffException')).toEqual(['breached']);
  });
});

describe('the decider', () => {
  it('owes a decision from the first miss that is escalated, and states it', async () => {
    const path = await aWin();
    expect(await states(path, 'handoffDecision')).toEqual([]);
    await app.moveBy(4 * HOUR);
    expect(await clocksOf(path, 'handoffDecision')).toMatchObject([
      { state: 'running', repId: people.dora.id, target: 'PT8H', dueAt: inHours(8) },
    ]);
    expect((await by('ann').ask('POST', `${path}/decide`, { note: 'Let it be' })).body.type).toMatch(/#handoff-role$/);
    const decided = await by('dora').must('POST', `${path}/decide`, { note: 'Otto takes it on Friday' });
    expect(decided.decision).toEqual({ at: inHours(0), note: 'Otto takes it on Friday' });
    expect(await states(path, 'handoffDecision')).toEqual(['met']);
    // A repeated decision counts once.
    await by('dora').must('POST', `${path}/decide`, { note: 'Otto takes it on Friday' });
    const { data } = await by('ann').must('GET', `${path}/timeline`);
    expect(data.filter(({ type }: Json) => type === 'handoff.decided').map(({ text }: Json) => text)).toEqual([
      'Dora decided what becomes of it: “Otto takes it on Friday”',
    ]);
    for (const who of ['ann', 'olga'] as const)
      expect(await notificationsTo(who, path, 'handoff.decided')).toEqual([
        expect.stringMatching(/^Dora decided what becomes of “Sales to operations” of .*: see the decision there$/),
      ]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('who is slow is escalated to their manager, and may still decide', async () => {
    const path = await aWin();
    await app.moveBy(4 * HOUR);
    await app.moveBy(7.5 * HOUR);
    expect(await notificationsTo('dora', path, 'sla.warned')).toContainEqual(
      expect.stringContaining('waits for your decision about a handoff'),
    );
    await app.moveBy(HOUR);
    expect(await states(path, 'handoffDecision')).toEqual(['breached']);
    expect(await notificationsTo('mona', path, 'sla.escalated')).toEqual([
      expect.stringMatching(/^Dora did not decide in time what becomes of “Sales to operations”/),
    ]);
    // A slow decision is not a miss to decide about.
    expect(await clocksOf(path, 'handoffDecision')).toHaveLength(1);
    await by('dora').must('POST', `${path}/decide`, { note: 'Go on' });
    expect(await clocksOf(path, 'handoffDecision')).toMatchObject([{ state: 'breached', metAt: inHours(0) }]);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('decides once about everything that was missed, even if an earlier decision is late', async () => {
    const path = await aWin();
    await app.moveBy(13 * HOUR);
    await block(path, 2);
    await app.moveBy(3 * HOUR);
    expect(await states(path, 'handoffDecision')).toEqual(['breached', 'running']);
    await by('dora').must('POST', `${path}/decide`, { note: 'Kim pays' });
    expect(await clocksOf(path, 'handoffDecision')).toMatchObject([
      { state: 'breached', metAt: inHours(0) },
      { state: 'met', metAt: inHours(0) },
    ]);
    await by('dora').must('POST', `${path}/decide`, { note: 'Kim pays' });
    expect(await notificationsTo('ann', path, 'handoff.decided')).toHaveLength(1);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('owes nothing once all misses are made up for, or the handoff is over', async () => {
    const [late, gone] = [await aWin(), await aWin()];
    await app.moveBy(4 * HOUR);
    await by('olga').must('POST', `${late}/receivers/Operations/accept`);
    expect(await states(late, 'handoffDecision')).toEqual(['cancelled']);
    const { data } = await by('ann').must('GET', `${late}/timeline`);
    expect(data.at(-1).text + data.map(({ text }: Json) => text).join()).toContain('the miss has been made up for');
    const { dealId } = await app.must('GET', gone);
    await by('ann').must('POST', `/v1/deals/${dealId}/reopen`);
    expect(await states(gone, 'handoffDecision')).toEqual(['cancelled']);
    expect((await by('dora').ask('POST', `${gone}/decide`, { note: 'Too late' })).body.type).toMatch(/#handoff-state$/);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('decides about the next miss separately, and about several at once', async () => {
    const path = await aWin();
    await by('olga').must('POST', `${path}/questions`, { text: 'Who pays?' });
    await app.moveBy(4 * HOUR);
    expect(await states(path, 'handoffDecision')).toEqual(['running']);
    await by('dora').must('POST', `${path}/decide`, { note: 'Kim pays, and Olga accepts' });
    const { blockers } = await block(path, 2);
    await app.moveBy(3 * HOUR);
    expect(await states(path, 'handoffDecision')).toEqual(['met', 'running']);
    await by('ann').must('POST', `${path}/blockers/${blockers[0].id}/resolve`);
    // An earlier miss that is still owed needs a decision too.
    expect(await states(path, 'handoffDecision')).toEqual(['met', 'running']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });

  it('cannot decide while no miss is owed, and may replace a decision while one is', async () => {
    const path = await aWin();
    const decide = (note: string) => by('dora').ask('POST', `${path}/decide`, { note });
    const refused = async (note: string) => {
      const { status, body } = await decide(note);
      expect([status, body.type, body.detail]).toEqual([
        409,
        expect.stringMatching(/#handoff-state$/),
        'There is nothing to decide: nothing that was missed is still owed; this handoff is running.',
      ]);
    };
    await refused('Just so');
    expect((await app.must('GET', path)).decision).toBeNull();
    await app.moveBy(4 * HOUR);
    expect((await decide('Otto takes it')).status).toBe(200);
    expect((await decide('Olga takes it')).body.decision.note).toBe('Olga takes it');
    await by('olga').must('POST', `${path}/receivers/Operations/accept`);
    await refused('Too late');
  });

  it('who leaves is replaced by the rep whom an escalation reaches, who can see the handoff then', async () => {
    const path = await aWin();
    await app.moveBy(4 * HOUR);
    expect((await by('mona').ask('GET', path)).status).toBe(404);
    await app.must('PUT', `/v1/reps/${people.dora.id}`, { ...people.dora, active: false, version: undefined });
    await app.application.app.get(HandoffSuccession).passOn(null);
    expect(await clocksOf(path, 'handoffDecision')).toMatchObject([
      { state: 'cancelled', repId: people.dora.id },
      { state: 'running', repId: people.mona.id },
    ]);
    expect((await by('mona').must('GET', '/v1/handoffs')).data.map(({ id }: Json) => id)).toContain(
      path.split('/').at(-1),
    );
    await by('mona').must('POST', `${path}/decide`, { note: 'We wait' });
    expect(await states(path, 'handoffDecision')).toEqual(['cancelled', 'met']);
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});
