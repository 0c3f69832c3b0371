import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { notificationsOf } from '../support/notifications.js';
import { aDesk, aLead, aPool, aRep, eventsOf, faults, leadNow, NOBODY, theReps } from '../support/people.js';
import { aPolicy, clockOf } from '../support/policies.js';

const START = '2026-03-02T15:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(START) + minutes * 60_000).toISOString();
const CHAIN = {
  within: 'PT5M',
  warnAt: [0.5],
  onBreach: [
    { after: 'PT0S', do: 'reassign' },
    { after: 'PT15M', do: 'escalate', to: 'manager', repeat: { every: 'PT10M', times: 3 } },
  ],
};

let app: TestApplication;
let [ann, bo, mia]: Json[] = [];

beforeAll(async () => {
  app = await TestApplication.start(START);
  mia = await aRep(app, 'Mia');
  [ann, bo] = await theReps(app, ['Ann', 'Bo'], { managerId: mia!.id });
  await aDesk(app, [ann, bo], {}, { queueOwnerId: mia!.id });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const policy = (firstTouch: object = CHAIN, fields: object = {}) =>
  aPolicy(app, firstTouch, { time: 'elapsed', ...fields });
const hold = (fields: object = {}): Promise<Json> =>
  app.must('POST', '/v1/enforcement/holds', { until: at(60), reason: 'The dialer is down', ...fields });
const lift = ({ id }: Json) => app.must('DELETE', `/v1/enforcement/holds/${id}`);
const call = ({ id }: Json, fields: object = {}) =>
  app.must('POST', `/v1/leads/${id}/touches`, { kind: 'call', outcome: 'noAnswer', ...fields });
const types = async ({ id }: Json, of = 'sla.*') => (await eventsOf(app, id, of)).map(({ type }) => type);
const notified = async (rep: { id: string }) => (await notificationsOf(app, rep)).map(({ type }) => type).reverse();

describe('while enforcement is held', () => {
  it('clocks run and misses are recorded, but no lead moves and no rep is notified', async () => {
    await policy();
    const lead = await aLead(app);
    const { id } = await hold();
    await app.moveTo(at(59));
    const now = await leadNow(app, lead);
    expect(now.ownerId).toBe(lead.ownerId);
    expect(clockOf(now)).toMatchObject({ state: 'breached', breachedAt: at(5) });
    expect(await types(lead)).toEqual(['sla.started', 'sla.started', 'sla.held', 'sla.breached', 'sla.held']);
    expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned']);
    expect(await notified(mia!)).toEqual([]);
    const { data } = await app.must('GET', `/v1/leads/${lead.id}/timeline`);
    expect(data.at(-1)).toMatchObject({
      data: { holdId: id },
      text: 'First touch was missed while enforcement is held: nobody is notified and nothing moves (“The dialer is down”)',
    });
  });

  it('a node is ready, and its health check shows the number of active holds', async () => {
    const ready = async () => {
      const { status, body } = await app.ask('GET', '/health/ready');
      // On an overloaded machine the event loop may be reported as held.
      const isWell = [body.database, body.engine, body.eventLoop, body.disk].every((each) => each === 'ok');
      expect(status).toBe(isWell ? 200 : 503);
      return body.enforcementHolds;
    };
    expect(await ready()).toBe(0);
    const [first] = [await hold(), await hold({ until: at(30) })];
    expect(await ready()).toBe(2);
    await app.moveTo(at(30));
    expect(await ready()).toBe(1);
    await lift(first);
    expect(await ready()).toBe(0);
  });

  it('leads still come in, are distributed and reassigned', async () => {
    await policy();
    await hold();
    const lead = await aLead(app);
    expect(lead.ownerId).not.toBeNull();
    const other = [ann!, bo!].find(({ id }) => id !== lead.ownerId)!;
    await app.moveTo(at(10));
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { repId: other.id, reason: 'A colleague asked' });
    await app.moveTo(at(59));
    expect((await leadNow(app, lead)).ownerId).toBe(other.id);
    expect(await types(lead, 'sla.escalated')).toEqual([]);
  });

  it('only leads in its scope are held', async () => {
    const other = await aPool(app, 'Other', [ann!, bo!]);
    const under = await policy(CHAIN, { when: { field: 'campaign', op: 'eq', value: 'spring' } });
    await policy(CHAIN, { name: 'Rest' });
    const [web, ads, spring] = [
      await aLead(app),
      await aLead(app, { source: 'Ads' }),
      await aLead(app, { campaign: 'spring' }),
    ];
    await app.must('POST', `/v1/leads/${web.id}/reassign`, { poolId: other.id, reason: 'x' });
    const owners = [(await leadNow(app, web)).ownerId, ads.ownerId, spring.ownerId];
    const free = await aLead(app, { source: 'fair' });
    for (const scope of [{ source: 'ADS' }, { poolId: other.id.toUpperCase() }, { policyId: under.id }])
      await hold({ scope });
    await app.moveTo(at(6));
    const moved = async (lead: Json) => (await types(lead, 'lead.reassigned')).length;
    expect(await Promise.all([web, ads, spring].map(async (each) => (await leadNow(app, each)).ownerId))).toEqual(
      owners,
    );
    expect(await moved(free)).toBe(1);
    expect((await app.must('GET', '/v1/enforcement/holds')).data.map(({ scope }: Json) => scope)).toEqual([
      { source: 'ADS' },
      { poolId: other.id },
      { policyId: under.id },
    ]);
  });
});

describe('a lead that leaves the scope of a hold', () => {
  it('for another source is enforced at once, or waits for the hold on that source', async () => {
    await policy();
    const [free, held] = [await aLead(app), await aLead(app)];
    await aLead(app, { source: 'ads' });
    await aLead(app, { source: 'fair' });
    await hold({ scope: { source: 'web' }, until: at(600) });
    await hold({ scope: { source: 'fair' }, until: at(30) });
    await app.moveTo(at(10));
    await app.must('PATCH', `/v1/leads/${free.id}`, { source: 'ads' });
    await app.must('PATCH', `/v1/leads/${held.id}`, { source: 'fair' });
    const moves = async (lead: Json) =>
      (await eventsOf(app, lead.id, 'lead.reassigned')).map(({ occurredAt }) => occurredAt);
    await app.moveTo(at(11));
    expect([await moves(free), await moves(held)]).toEqual([[at(10)], []]);
    await app.moveTo(at(31));
    expect(await moves(held)).toEqual([at(30)]);
  });

  it('for another pool is escalated at once, if its former owner missed it', async () => {
    const cy = await aRep(app, 'Cy');
    const { id: poolId } = await aPool(app, 'Other', [cy]);
    await policy({ within: 'PT5M', onBreach: [{ after: 'PT0S', do: 'escalate', to: 'manager' }] });
    const lead = await aLead(app);
    await hold({ scope: { poolId: lead.poolId }, until: at(600) });
    await app.moveTo(at(8));
    expect(await types(lead, 'sla.escalated')).toEqual([]);
    await app.must('POST', `/v1/leads/${lead.id}/reassign`, { poolId, reason: 'Their pool is down' });
    await app.moveTo(at(9));
    expect((await eventsOf(app, lead.id, 'sla.escalated')).map(({ occurredAt }) => occurredAt)).toEqual([at(8)]);
  });

  it('is warned of, if its owner’s clock still runs', async () => {
    await policy({ within: 'PT20M', warnAt: [0.25] });
    const lead = await aLead(app);
    await aLead(app, { source: 'ads' });
    await hold({ scope: { source: 'web' }, until: at(600) });
    await app.moveTo(at(10));
    expect(await types(lead, 'sla.warned')).toEqual([]);
    await app.must('PATCH', `/v1/leads/${lead.id}`, { source: 'ads' });
    await app.moveTo(at(11));
    expect(await notified({ id: lead.ownerId })).toContain('sla.warned');
  });
});

describe('a pause and a hold together', () => {
  const pause = ({ id }: Json, until: string) =>
    app.must('POST', `/v1/leads/${id}/pause`, { until, reason: 'Back later' });

  it('send no warning while paused, but send it after the pause', async () => {
    await policy({ within: 'PT1H', warnAt: [0.25] });
    const lead = await aLead(app);
    await app.moveTo(at(5));
    await hold({ until: at(30) });
    await app.moveTo(at(20));
    await pause(lead, at(50));
    await app.moveTo(at(49));
    expect(await types(lead, 'sla.warned')).toEqual([]);
    expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned']);
    await app.moveTo(at(50));
    expect((await eventsOf(app, lead.id, 'sla.warned')).map(({ occurredAt }) => occurredAt)).toEqual([at(50)]);
    await app.moveTo(at(89));
    expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', dueAt: at(90) });
    await app.moveTo(at(90));
    expect((await leadNow(app, lead)).ownerId).not.toBe(lead.ownerId);
  });

  it('do not keep a miss from before the pause from being enforced', async () => {
    await policy();
    const lead = await aLead(app);
    app.time.moveTo(Date.parse(at(5)));
    await pause(lead, at(50));
    await app.moveTo(at(6));
    expect((await leadNow(app, lead)).ownerId).not.toBe(lead.ownerId);
  });

  it.each(['by its time', 'by a person'])(
    'notify the owner of the end of a pause when the hold ends %s, and not before',
    async (how) => {
      await policy({ within: 'PT2H' });
      const lead = await aLead(app);
      await pause(lead, at(20));
      const held = await hold({ until: at(40) });
      await app.moveTo(at(39));
      expect(clockOf(await leadNow(app, lead))).toMatchObject({ state: 'running', ticking: true, dueAt: at(140) });
      expect((await eventsOf(app, lead.id, 'sla.resumed')).map(({ occurredAt }) => occurredAt)).toEqual([at(20)]);
      expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned']);
      if (how === 'by a person') await lift(held);
      await app.moveTo(at(60));
      expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned', 'sla.resumed']);
      expect(await types(lead, 'sla.resumed')).toEqual(['sla.resumed']);
    },
  );

  it('notify the owner once, of the most important matter', async () => {
    await policy({ within: 'PT1H', warnAt: [0.25] });
    const lead = await aLead(app);
    await pause(lead, at(10));
    await hold({ until: at(40) });
    await app.moveTo(at(60));
    expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned', 'sla.warned']);
  });

  it('do not report the end of a pause that another has followed before the hold ends', async () => {
    await policy({ within: 'PT2H' });
    const lead = await aLead(app);
    await pause(lead, at(10));
    await hold({ until: at(40) });
    await app.moveTo(at(20));
    await pause(lead, at(60));
    await app.moveTo(at(59));
    expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned']);
    await app.moveTo(at(60));
    expect(await notified({ id: lead.ownerId })).toEqual(['lead.assigned', 'sla.resumed']);
  });
});

describe('when a hold ends', () => {
  it.each(['by its time', 'by a person'])('%s, due actions are taken once, without a storm of repeats', async (how) => {
    await policy();
    const lead = await aLead(app);
    const held = await hold();
    await app.moveTo(at(50));
    if (how === 'by a person') await lift(held);
    await app.moveTo(at(how === 'by a person' ? 50 : 60));
    const now = await leadNow(app, lead);
    expect(now.ownerId).not.toBe(lead.ownerId);
    expect(clockOf({ clocks: now.clocks.filter(({ repId }: Json) => repId === lead.ownerId) })).toMatchObject({
      breachedAt: at(5),
    });
    expect((await types(lead)).slice(5)).toEqual(['sla.escalated', 'sla.started']);
    expect(await notified(mia!)).toEqual(['sla.escalated']);
    expect(await app.must('GET', '/v1/enforcement/holds')).toMatchObject({ data: [] });
    expect((await eventsOf(app, held.id, 'hold.*')).map(({ type, data }) => [type, data.why])).toEqual([
      ['hold.begun', undefined],
      ['hold.ended', how === 'by a person' ? 'deleted' : 'over'],
    ]);
  });

  it('later actions of the chain come at their times', async () => {
    await policy({ within: 'PT5M', onBreach: [{ after: 'PT15M', do: 'escalate' }] });
    const lead = await aLead(app);
    await hold({ until: at(10) });
    await app.moveTo(at(19));
    expect(await types(lead, 'sla.escalated')).toEqual([]);
    await app.moveTo(at(21));
    expect(await types(lead, 'sla.escalated')).toEqual(['sla.escalated']);
  });

  it('leads touched meanwhile stay, and a touch in time corrects the miss', async () => {
    await policy();
    const [late, inTime, untouched] = [await aLead(app), await aLead(app), await aLead(app)];
    await hold();
    await app.moveTo(at(30));
    await call(late);
    await call(inTime, { occurredAt: at(4) });
    await app.moveTo(at(90));
    expect((await leadNow(app, late)).ownerId).toBe(late.ownerId);
    expect(clockOf(await leadNow(app, late))).toMatchObject({ state: 'breached', breachedAt: at(5) });
    expect((await leadNow(app, inTime)).ownerId).toBe(inTime.ownerId);
    expect(clockOf(await leadNow(app, inTime))).toMatchObject({ state: 'met', breachedAt: at(5) });
    expect(await types(untouched, 'lead.reassigned')).not.toEqual([]);
  });

  it('a warning is sent if it is still useful, but not for a missed promise', async () => {
    await policy({ ...CHAIN, within: 'PT2H' });
    const soon = await aLead(app);
    await app.moveTo(at(30));
    await hold({ until: at(70) });
    const later = await aLead(app);
    await app.moveTo(at(69));
    expect(await types(soon, 'sla.warned')).toEqual([]);
    await app.moveTo(at(71));
    expect((await eventsOf(app, soon.id, 'sla.warned')).map(({ occurredAt }) => occurredAt)).toEqual([at(70)]);
    await app.moveTo(at(91));
    expect((await eventsOf(app, later.id, 'sla.warned')).map(({ occurredAt }) => occurredAt)).toEqual([at(90)]);
  });

  it('another active hold continues', async () => {
    await policy();
    const lead = await aLead(app);
    const [all, web] = [await hold({ until: at(40) }), await hold({ scope: { source: 'web' }, until: at(60) })];
    await app.moveTo(at(10));
    await lift(web);
    await app.moveTo(at(39));
    expect((await leadNow(app, lead)).ownerId).toBe(lead.ownerId);
    await app.moveTo(at(40));
    expect((await leadNow(app, lead)).ownerId).not.toBe(lead.ownerId);
    expect((await app.ask('DELETE', `/v1/enforcement/holds/${all.id}`)).status).toBe(404);
  });

  it('a move that waits for another rep waits until then', async () => {
    await policy();
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: false });
    const lead = await aLead(app);
    await app.moveTo(at(6));
    expect((await app.must('GET', '/v1/routing/queue')).data).toMatchObject([{ leadId: lead.id, waiting: 'move' }]);
    await hold();
    await app.must('PUT', `/v1/reps/${bo!.id}/availability`, { available: true });
    await app.moveTo(at(59));
    expect((await leadNow(app, lead)).ownerId).toBe(ann!.id);
    await app.moveTo(at(60));
    expect((await leadNow(app, lead)).ownerId).toBe(bo!.id);
  });

  it('a closed lead is left alone', async () => {
    await policy();
    const lead = await aLead(app);
    const held = await hold();
    await app.moveTo(at(10));
    await app.must('POST', `/v1/leads/${lead.id}/disposition`, { category: 'lost', reason: 'price' });
    await lift(held);
    await app.moveTo(at(120));
    expect(await types(lead, 'sla.escalated')).toEqual([]);
  });

  it('leads that are locked at that moment are enforced later', async () => {
    await policy();
    const leads = [await aLead(app), await aLead(app)];
    const held = await hold();
    await app.moveTo(at(10));
    await app.whileWorkedOn([leads[0]!], async () => {
      await lift(held);
      await app.settle();
      expect((await leadNow(app, leads[0]!)).ownerId).toBe(leads[0]!.ownerId);
    });
    await app.moveTo(at(11));
    for (const lead of leads) expect(await types(lead, 'lead.reassigned')).toHaveLength(1);
  });
});

describe('a hold', () => {
  it('is shown in the setup and in the metrics while it is active', async () => {
    await aLead(app);
    const metric = async () => /^touchline_enforcement_holds (\d+)$/m.exec((await app.get('/metrics')).body)?.[1];
    const warnings = async (): Promise<Json[]> =>
      (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code === 'enforcementHeld');
    expect([await metric(), await warnings()]).toEqual(['0', []]);
    const { id } = await hold({ scope: { source: 'web' } });
    expect(await metric()).toBe('1');
    expect((await warnings()).map(({ text }) => text)).toEqual([
      `Enforcement is held for leads from web until ${at(60)}, so no lead moves because of a missed deadline and nobody is notified: DELETE /v1/enforcement/holds/${id} to go on.`,
    ]);
    await app.moveTo(at(60));
    expect([await metric(), await warnings()]).toEqual(['0', []]);
  });

  it('can be read by its id and listed, also after its end, with the reason of the end', async () => {
    const [made, timed] = [await hold(), await hold({ until: at(60) })];
    expect(await app.must('GET', `/v1/enforcement/holds/${made.id}`)).toEqual(made);
    await app.moveTo(at(30));
    await lift(made);
    const lifted = { ...made, ended: { at: at(30), why: 'deleted' } };
    expect(await app.must('GET', `/v1/enforcement/holds/${made.id}`)).toEqual(lifted);
    // The hold has ended even if no sweep has run since.
    app.time.moveTo(Date.parse(at(60)));
    const over = { ...timed, ended: { at: at(60), why: 'over' } };
    const past = (query = '') => app.must('GET', `/v1/enforcement/holds?ended=true${query}`);
    expect((await past('&limit=2')).data).toEqual([over, lifted]);
    const { nextCursor } = await past('&limit=1');
    expect((await past(`&limit=1&cursor=${nextCursor}`)).data).toEqual([lifted]);
    expect((await app.must('GET', '/v1/enforcement/holds')).data).toEqual([]);
    expect(await app.get(`/v1/enforcement/holds/${NOBODY}`)).toMatchObject({ status: 404 });
  });

  it('is refused with all its faults', async () => {
    const refused = async (body: object) => faults(await app.post('/v1/enforcement/holds', body));
    const good = { until: at(60), reason: 'x' };
    expect(await refused({ until: at(-1), reason: 'x', scope: { poolId: NOBODY } })).toEqual([
      '/scope/poolId unknownId',
      '/until past',
    ]);
    expect(await refused({ ...good, until: at(367 * 1440) })).toEqual(['/until tooLate']);
    expect(await refused({ ...good, scope: { policyId: NOBODY } })).toEqual(['/scope/policyId unknownId']);
    expect(await refused({ ...good, scope: { source: 'wbe' } })).toEqual(['/scope/source unknownSource']);
    expect((await refused({ scope: 'none' })).map((fault) => fault.split(' ')[0]).sort()).toEqual([
      '/reason',
      '/scope',
      '/until',
    ]);
    expect((await refused({ ...good, scope: { source: 'web', poolId: NOBODY } })).join()).toMatch(/^\/scope/);
    expect((await app.must('GET', '/v1/enforcement/holds')).data).toEqual([]);
  });

  it('is created once, however often its request is sent', async () => {
    const send = () =>
      app.post('/v1/enforcement/holds', { until: at(60), reason: 'x' }, { headers: { 'idempotency-key': 'one' } });
    expect((await send()).body).toEqual((await send()).body);
    expect((await app.must('GET', '/v1/enforcement/holds')).data).toHaveLength(1);
  });
});
