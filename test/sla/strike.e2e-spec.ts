import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aDesk, aLead, leadNow, theReps } from '../support/people.js';
import { clockOf } from '../support/policies.js';

const START = '2026-03-02T15:00:00.000Z';
/** The instant that many seconds after START. */
const at = (seconds: number) => new Date(Date.parse(START) + seconds * 1_000).toISOString();
const SPAN = { from: at(60), to: at(90) };

let app: TestApplication;
let [ann, bo]: Json[] = [];
const saved = new Map<string, Json>();

beforeAll(async () => {
  app = await TestApplication.start(START);
  [ann, bo] = await theReps(app, ['Ann', 'Bo']);
  await aDesk(app, [ann, bo]);
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const HOUR = { within: 'PT1H', leadWithin: 'PT2H', onBreach: [] };
const MOVES = { onBreach: [{ after: 'PT0S', do: 'reassign' }] };

/** A policy for leads of one source, without a grace period: a change can make clocks due at once. */
async function aPolicyOf(source: string, fields: object): Promise<void> {
  const when = { field: 'source', op: 'eq', value: source };
  const body = { name: source, when, time: 'elapsed', grace: 'PT0S', ...fields };
  saved.set(source, await app.must('POST', '/v1/sla-policies', body));
}

async function change(source: string, fields: object, applyTo = 'open'): Promise<void> {
  const { id, version: _, order: __, warnings: ___, ...body } = saved.get(source)!;
  await app.must('PUT', `/v1/sla-policies/${id}`, { ...body, ...fields, applyTo });
}

const leadsOf = async (source: string, count: number): Promise<Json[]> => {
  const leads: Json[] = [];
  for (let made = 0; made < count; made += 1) leads.push(await aLead(app, { source, owner: { repId: ann!.id } }));
  return leads;
};
const undo = (fields: object = {}, query = ''): Promise<Json> =>
  app.must('POST', `/v1/enforcement/undo${query}`, { ...SPAN, ...fields });
const call = (lead: Json, seconds?: number) =>
  app.must('POST', `/v1/leads/${lead.id}/touches`, {
    kind: 'call',
    outcome: 'noAnswer',
    ...(seconds !== undefined && { occurredAt: at(seconds), repId: ann!.id }),
  });
const reported = async (rep?: Json): Promise<Json> => {
  await app.reportsCaughtUp();
  const { data, total } = await app.must('GET', `/v1/reports/breaches?from=${at(-60)}&to=${at(86_400)}&by=rep`);
  return rep === undefined ? total : data.find(({ key }: Json) => key.rep === rep.id);
};
const running = async (lead: Json) =>
  (await leadNow(app, lead)).clocks.filter(({ state }: Json) => state === 'running');

/** Changes an hour to a second, and back after fifteen seconds. */
async function mistaken(...sources: string[]): Promise<void> {
  await app.moveTo(at(60));
  for (const source of sources)
    await change(source, { firstTouch: { ...saved.get(source)!.firstTouch, within: 'PT1S', leadWithin: 'PT1S' } });
  await app.moveTo(at(75));
  for (const source of sources) await change(source, {});
}

it('an undo repairs a wrong policy of fifteen seconds: misses are struck and promises restored', async () => {
  await aPolicyOf('web', { firstTouch: { ...HOUR, ...MOVES } });
  await aPolicyOf('ads', { firstTouch: HOUR, mode: 'measure' });
  const [moving, staying] = [await leadsOf('web', 2), await leadsOf('ads', 2)];
  await mistaken('web', 'ads');
  expect(await reported(ann!)).toMatchObject({ breached: 4, struck: 0 });
  expect((await leadNow(app, moving[0]!)).ownerId).toBe(bo!.id);
  const byRep = async (report: string) => {
    await app.reportsCaughtUp();
    await app.packReports();
    const { data } = await app.must('GET', `/v1/reports/${report}?from=2026-03-02&to=2026-03-03&by=rep`);
    return new Map<string, Json>(data.map(({ key, ...row }: Json) => [key.rep, row]));
  };
  expect((await byRep('speed-to-lead')).get(bo!.id)).toMatchObject({ leads: 2 });
  expect((await byRep('reassignments')).get(ann!.id)).toMatchObject({ causesAway: { breach: 2 } });
  await app.moveTo(at(80));

  const foreseen = await undo({}, '?dryRun=true');
  expect(foreseen).toMatchObject({ undone: 2, left: 0, struck: 10 });
  expect(await reported()).toMatchObject({ breached: 10, struck: 0 });
  const done = await undo();
  expect(done).toEqual(foreseen);
  expect(done.tally.map(({ struck }: Json) => struck).sort()).toEqual([2, 2, 2, 2, 2]);

  expect(await toldTo(app, ann!, 'lead.movesUndone')).toEqual([
    '4 of your misses no longer count: a policy had been saved by mistake. 2 leads are yours again. 2 promises are yours to keep again',
  ]);
  expect(await toldTo(app, bo!, 'lead.movesUndone')).toEqual([
    '2 of your misses no longer count: a policy had been saved by mistake. 2 leads went from you back to their former owners',
  ]);
  // Restored or renewed clocks count once for each lead.
  expect(await reported(ann!)).toMatchObject({ made: 4, running: 4, cancelled: 0, breached: 0, struck: 4 });
  expect(await reported()).toMatchObject({ made: 8, running: 8, cancelled: 0, breached: 0, struck: 10 });
  // Neither the undone moves nor the stays that they began count in reports.
  const stays = await byRep('speed-to-lead');
  expect(stays.get(ann!.id)).toMatchObject({ leads: 4, touched: 0, bands: { never: 4 }, attainment: null });
  expect(stays.get(bo!.id)).toBeUndefined();
  const moves = await byRep('reassignments');
  expect(moves.get(ann!.id)).toMatchObject({ movesAway: 0, causes: { undone: 2, breach: 0 } });
  expect(moves.get(bo!.id)).toMatchObject({ moves: 0, causesAway: { undone: 2, breach: 0 } });
  for (const lead of [...moving, ...staying]) {
    expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
    const owed = await running(lead);
    expect(owed.map(({ kind }: Json) => kind).sort()).toEqual(['firstTouch', 'leadResponse']);
  }
  // A rep who kept the lead has the original deadline; one who gets it back has the whole time again.
  expect(clockOf(await leadNow(app, staying[0]!))).toMatchObject({
    startedAt: at(0),
    dueAt: at(3_600),
    target: 'PT1H',
  });
  expect(clockOf(await leadNow(app, moving[0]!))).toMatchObject({ startedAt: at(80), dueAt: at(3_680) });
  expect(clockOf(await leadNow(app, moving[0]!), 'leadResponse')).toMatchObject({
    dueAt: at(7_200),
    struckBreachAt: at(60),
  });
  await app.moveTo(at(3_600));
  expect((await reported(ann!)).breached).toBe(2);
});

it('an undo that is sent again says how many misses it has struck already', async () => {
  await aPolicyOf('web', { firstTouch: { ...HOUR, ...MOVES } });
  await aPolicyOf('ads', { firstTouch: HOUR });
  const [, [staying]] = [await leadsOf('web', 1), await leadsOf('ads', 1)];
  await mistaken('web', 'ads');
  await app.moveTo(at(80));
  const clockId = clockOf(await leadNow(app, staying!)).id;
  await app.must('POST', `/v1/leads/${staying!.id}/clocks/${clockId}/strike`, { reason: 'The policy was wrong' });
  expect(await undo()).toMatchObject({ undone: 1, left: 0, struck: 4, struckBefore: 1, promised: 4 });

  // A move that was undone is none any more.
  const again = { undone: 0, left: 0, struck: 0, struckBefore: 5, promised: 0, leads: [] };
  expect(await undo({}, '?dryRun=true')).toMatchObject(again);
  expect(await undo()).toMatchObject(again);
  expect(await undo({ scope: { source: 'ads' } })).toMatchObject({ struckBefore: 2 });
  expect(await undo({ from: at(76) })).toMatchObject({ struckBefore: 0 });
  expect(await undo({ strike: false })).toMatchObject({ struckBefore: 0 });
});

it('an undo warns of a span that begins too late, and of a mistake that is still in force', async () => {
  await aPolicyOf('web', { firstTouch: { within: 'PT1H', onBreach: [] } });
  await leadsOf('web', 2);
  await app.moveTo(at(60));
  await change('web', { firstTouch: { within: 'PT1S', onBreach: [] } });
  await app.moveTo(at(75));
  const warned = await undo({}, '?dryRun=true');
  expect(warned).toMatchObject({ struck: 2 });
  const message =
    'Version 2 of policy "web" (first touch within 1 second) is still in force: restore version 1 with `applyTo: "open"` first.';
  expect(warned.warnings).toEqual([{ pointer: '', message }]);
  expect(await undo({ strike: false }, '?dryRun=true')).not.toHaveProperty('warnings');
  // Missed a second after the version was saved, so that a span can begin between the two.
  const [fresh] = await leadsOf('web', 1);
  await app.moveTo(at(78));
  expect(clockOf(await leadNow(app, fresh!))).toMatchObject({ state: 'breached' });
  expect(await undo({ from: at(70) })).toMatchObject({
    struck: 0,
    warnings: [
      {
        pointer: '/from',
        message: `1 miss is not struck: version 2 of policy "web", under which it was missed, was saved at ${at(60)}, before \`from\`.`,
      },
    ],
  });
});

it('an undo judges touches by the earlier promise: those in time count, late ones do not', async () => {
  await aPolicyOf('web', { firstTouch: { within: 'PT5S', onBreach: [] } });
  await app.moveTo(at(60));
  await change('web', { firstTouch: { within: 'PT1S', onBreach: [] } });
  const [inTime, late, untouched] = await leadsOf('web', 3);
  await app.moveTo(at(63));
  await call(inTime!);
  await app.moveTo(at(64));
  await change('web', { firstTouch: { within: 'PT5S', onBreach: [] } });
  await app.moveTo(at(80));
  await call(late!);
  expect(await undo()).toMatchObject({ struck: 3, promised: 1 });
  expect(clockOf(await leadNow(app, inTime!))).toMatchObject({ state: 'met', metAt: at(63), struckBreachAt: at(61) });
  expect(clockOf(await leadNow(app, late!))).toMatchObject({
    state: 'breached',
    metAt: at(80),
    struckBreachAt: at(61),
  });
  // Without a grace period a restored promise may be due at once.
  await app.moveTo(at(81));
  expect(clockOf(await leadNow(app, untouched!))).toMatchObject({ state: 'breached', breachedAt: at(80) });
  expect(await reported(ann!)).toMatchObject({ made: 2, met: 1, breached: 1, struck: 3, attainment: 0.5 });
});

it('an undo restores promises with a grace period, and notifies each rep once', async () => {
  await aPolicyOf('web', { firstTouch: { within: 'PT5S', onBreach: [] }, grace: 'PT10M' });
  await app.moveTo(at(60));
  await change('web', { firstTouch: { within: 'PT1S', onBreach: [] } });
  const leads = await leadsOf('web', 2);
  await app.moveTo(at(64));
  await change('web', { firstTouch: { within: 'PT5S', onBreach: [] } });
  await app.moveTo(at(80));
  await undo();
  for (const lead of leads) expect((await running(lead))[0]).toMatchObject({ startedAt: at(60), dueAt: at(680) });
  const { data } = await app.must('GET', `/v1/reps/${ann!.id}/notifications`);
  expect(data.filter(({ type }: Json) => type === 'lead.movesUndone').map(({ text }: Json) => text)).toEqual([
    '2 of your misses no longer count: a policy had been saved by mistake. 2 promises are yours to keep again',
  ]);
  expect(data.filter(({ type }: Json) => type === 'sla.corrected')).toEqual([]);
  const { data: told } = await app.must('GET', `/v1/leads/${leads[0]!.id}/timeline`);
  expect(told.find(({ type }: Json) => type === 'sla.struck').text).toBe(
    "Ann's missed first touch no longer counts: under version 1 of the policy it was not yet due. It is owed again, due by Mon 2 Mar 2026, 15:11 (UTC)",
  );
});

const STEP = (within: string) => ({ kinds: ['call'], after: 'PT0S', within });
const FOLLOWED = { firstTouch: { within: 'PT1H' }, decideWithin: 'PT1H' };

it('an undo restores the proper step, and strikes misses that followed from a struck one', async () => {
  const steps = (within: string) => ({ steps: [STEP(within), STEP('PT10S')] });
  await aPolicyOf('web', { ...FOLLOWED, followUp: steps('PT30M') });
  const [lead] = await leadsOf('web', 1);
  await call(lead!);
  await app.moveTo(at(60));
  await change('web', { followUp: steps('PT1S') });
  await app.moveTo(at(76));
  await change('web', { followUp: steps('PT30M') });
  // The first step was missed at once, the second after its ten seconds, and now the decision is due.
  expect((await running(lead!)).map(({ kind }: Json) => kind)).toEqual(['decide']);
  await app.moveTo(at(80));
  expect(await undo()).toMatchObject({ struck: 2, promised: 1 });
  expect(await running(lead!)).toMatchObject([{ kind: 'followUp', step: 1, startedAt: at(0), dueAt: at(1_800) }]);
  const states = (await leadNow(app, lead!)).clocks.map(({ kind, step, state, endReason }: Json) => [
    kind,
    step,
    state,
    endReason,
  ]);
  expect(states).toContainEqual(['followUp', 2, 'cancelled', 'missStruck']);
  expect(states).toContainEqual(['decide', undefined, 'cancelled', 'missStruck']);
  const { total } = await app
    .reportsCaughtUp()
    .then(() => app.must('GET', `/v1/reports/cadence?from=${at(-60)}&to=${at(600)}`));
  expect(total.steps).toMatchObject([
    { step: 1, missed: 0, running: 1, struck: 1 },
    { step: 2, missed: 0, running: 0, struck: 1 },
  ]);
  await call(lead!);
  expect(await running(lead!)).toMatchObject([{ kind: 'followUp', step: 2 }]);
});

it('an undo reverses the move of a step, which its former owner owes again', async () => {
  const followUp = (within: string) => ({
    steps: [STEP(within), STEP('PT10M')],
    onMiss: [{ after: 'PT0S', do: 'reassign' }],
  });
  await aPolicyOf('web', { ...FOLLOWED, followUp: followUp('PT30M') });
  const [lead] = await leadsOf('web', 1);
  await call(lead!);
  await app.moveTo(at(60));
  await change('web', { followUp: followUp('PT1S') });
  await app.moveTo(at(75));
  await change('web', { followUp: followUp('PT30M') });
  expect((await leadNow(app, lead!)).ownerId).toBe(bo!.id);
  expect(await undo()).toMatchObject({ undone: 1, struck: 2, promised: 1 });
  expect(await running(lead!)).toMatchObject([{ kind: 'followUp', step: 1, repId: ann!.id }]);
  expect(await reported()).toMatchObject({ breached: 0, struck: 2 });
});

it('an undo strikes decisions too', async () => {
  await aPolicyOf('web', FOLLOWED);
  const [lead] = await leadsOf('web', 1);
  await app.must('POST', `/v1/leads/${lead!.id}/touches`, { kind: 'call', outcome: 'connected' });
  await app.moveTo(at(60));
  await change('web', { decideWithin: 'PT1S' });
  await app.moveTo(at(75));
  await change('web', {});
  await app.moveTo(at(80));
  expect(await undo()).toMatchObject({ struck: 1, misses: [{ kind: 'decide', repId: ann!.id }] });
  expect(await running(lead!)).toMatchObject([{ kind: 'decide', dueAt: at(3_600) }]);
});

it('an undo cancels a move that waits because of a struck miss', async () => {
  await aPolicyOf('web', { firstTouch: { ...HOUR, ...MOVES } });
  const [lead] = await leadsOf('web', 1);
  await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
  await mistaken('web');
  expect((await leadNow(app, lead!)).waitingSince).toBe(at(60));
  expect(await undo()).toMatchObject({ undone: 0, struck: 2, promised: 2 });
  await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: true });
  await app.moveTo(at(120));
  expect(await leadNow(app, lead!)).toMatchObject({ ownerId: ann!.id, waitingSince: null });
});

it('an undo only strikes the misses of a closed lead or an earlier cycle', async () => {
  await aPolicyOf('web', { firstTouch: HOUR });
  const [closed, back] = await leadsOf('web', 2);
  await mistaken('web');
  for (const lead of [closed, back])
    await app.must('POST', `/v1/leads/${lead!.id}/disposition`, { category: 'lost', reason: 'price' });
  await app.must('POST', `/v1/leads/${back!.id}/reopen`, { reason: 'Asks again' });
  const runs = await running(back!);
  expect(await undo()).toMatchObject({ struck: 4, promised: 0 });
  expect(await running(back!)).toEqual(runs);
  expect(clockOf(await leadNow(app, closed!))).toMatchObject({ state: 'breached', struckBreachAt: at(60) });
  expect(await reported(ann!)).toMatchObject({ breached: 0, struck: 2 });
});

it('an undo restores promises whose misses were struck by hand, and does not count them twice', async () => {
  await aPolicyOf('web', { firstTouch: { within: 'PT1H', onBreach: [] } });
  const [byHand, called, closed, other] = await leadsOf('web', 4);
  await mistaken('web');
  const why = { reason: 'The policy was wrong' };
  for (const lead of [byHand, called, closed])
    await app.must('POST', `/v1/leads/${lead!.id}/clocks/${clockOf(await leadNow(app, lead!)).id}/strike`, why);
  await call(called!);
  await app.must('POST', `/v1/leads/${closed!.id}/disposition`, { category: 'lost', reason: 'price' });
  expect((await running(byHand!)).map(({ kind }: Json) => kind)).not.toContain('firstTouch');
  await app.moveTo(at(80));

  const foreseen = await undo({}, '?dryRun=true');
  expect(foreseen.misses.filter(({ kind }: Json) => kind === 'firstTouch')).toMatchObject([{ leadId: other!.id }]);
  expect(await undo()).toEqual(foreseen);
  for (const lead of [byHand, other])
    expect(clockOf(await leadNow(app, lead!))).toMatchObject({
      state: 'running',
      startedAt: at(0),
      dueAt: at(3_600),
      struckBreachAt: at(60),
    });
  expect(clockOf(await leadNow(app, called!))).toMatchObject({ state: 'breached', struckBreachAt: at(60) });
  expect(await reported(ann!)).toMatchObject({ breached: 0, struck: 4, running: 2 });
  const { data } = await app.must('GET', `/v1/leads/${byHand!.id}/timeline`);
  const struck = data.filter(({ type, data: { kind } }: Json) => type === 'sla.struck' && kind === 'firstTouch');
  expect(struck.map(({ text }: Json) => text)).toEqual([
    expect.stringContaining(why.reason),
    expect.stringContaining('It is owed again'),
  ]);
  expect(await undo()).toMatchObject({ struck: 0, promised: 0 });
});

it('an undo strikes no miss that was due anyway, without a new version, or if told not to', async () => {
  await aPolicyOf('web', { firstTouch: { within: 'PT1M', onBreach: [] } });
  const [due] = await leadsOf('web', 1);
  await app.moveTo(at(50));
  await change('web', { firstTouch: { within: 'PT1S', onBreach: [] } });
  expect(await undo({ from: at(40) })).toMatchObject({ struck: 0 });
  await app.moveTo(at(51));
  expect(clockOf(await leadNow(app, due!))).toMatchObject({ state: 'breached' });
  expect(await undo({ from: at(51), to: at(90) })).toMatchObject({ struck: 0 });
  expect(await undo({ from: at(45), to: at(90), strike: false })).toMatchObject({ struck: 0 });
  expect(await undo({ from: at(45), to: at(90) }, '?dryRun=true')).toMatchObject({ struck: 1 });
  await app.must('POST', '/v1/leads', { source: 'ads', owner: { repId: ann!.id } });
  expect(await undo({ from: at(45), to: at(90), scope: { source: 'ADS' } })).toMatchObject({ struck: 0 });
});
