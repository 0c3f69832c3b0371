import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aDesk, aLead, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';

const AT_FOUR = '2026-03-02T16:00:00.000Z';

let app: TestApplication;
let ann: { id: string };
beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const set = (body: object, key?: string) => app.put(`/v1/reps/${ann.id}/availability`, body, key ? { key } : {});

describe('the availability of a rep', () => {
  it('when set to false keeps new leads away until it is set back', async () => {
    await aDesk(app, [ann]);
    expect((await set({ available: false })).body).toMatchObject({ id: ann.id, available: false, version: 1 });
    const lead = await aLead(app);
    expect(lead.ownerId).toBeNull();
    await app.moveTo('2026-03-03T10:00:00.000Z');
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    expect((await set({ available: true })).body).toMatchObject({ available: true });
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
  });

  it('returns by itself at the given instant, and not before', async () => {
    await aDesk(app, [ann]);
    const away = await set({ available: false, until: '2026-03-02T17:00:00+01:00' });
    expect(away.body).toMatchObject({ available: false, unavailableUntil: AT_FOUR });
    const lead = await aLead(app);
    await app.moveTo(Date.parse(AT_FOUR) - 1);
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.moveTo(AT_FOUR);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    const now = await app.must('GET', `/v1/reps/${ann.id}`);
    expect(now.available).toBe(true);
    expect(now).not.toHaveProperty('unavailableUntil');
  });

  it('follows the latest change, and drops the timers of earlier ones', async () => {
    await set({ available: false, until: AT_FOUR });
    await set({ available: false, until: '2026-03-02T18:00:00.000Z' });
    await app.moveTo('2026-03-02T17:00:00.000Z');
    expect((await app.must('GET', `/v1/reps/${ann.id}`)).available).toBe(false);
    await set({ available: false });
    await app.moveTo('2026-03-02T19:00:00.000Z');
    expect((await app.must('GET', `/v1/reps/${ann.id}`)).available).toBe(false);
    await set({ available: true });
    await set({ available: false, until: '2026-03-02T20:00:00.000Z' });
    await set({ available: true });
    await app.moveTo('2026-03-02T21:00:00.000Z');
    const told = await eventsOf(app, ann.id, 'rep.*');
    expect(told.map(({ type, data }) => [type, data])).toEqual([
      ['rep.away', { until: AT_FOUR }],
      ['rep.away', { until: '2026-03-02T18:00:00.000Z' }],
      ['rep.away', {}],
      ['rep.back', {}],
      ['rep.away', { until: '2026-03-02T20:00:00.000Z' }],
      ['rep.back', {}],
    ]);
  });

  it('records who set it, and nothing when nothing changes', async () => {
    const key = await app.keyFor(['rep'], ann.id);
    await set({ available: true }, key);
    await set({ available: false, until: AT_FOUR }, key);
    await set({ available: false, until: AT_FOUR }, key);
    await app.moveTo(AT_FOUR);
    await set({ available: true }, key);
    const told = await eventsOf(app, ann.id, 'rep.*');
    expect(told.map(({ type, actor }) => [type, actor])).toEqual([
      ['rep.away', { type: 'rep', id: ann.id }],
      ['rep.back', { type: 'system', rule: 'available' }],
    ]);
  });

  it('leaves open leads and their clocks alone', async () => {
    const firstTouch = { within: 'PT30M', onBreach: [] };
    await app.must('POST', '/v1/sla-policies', { name: 'P', firstTouch });
    await aDesk(app, [ann, await aRep(app, 'Bo')]);
    const leads = [await aLead(app), await aLead(app)];
    const lead = leads.find(({ ownerId }) => ownerId === ann.id);
    await set({ available: false });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, clocks: lead.clocks });
    await app.moveTo('2026-03-02T15:30:00.000Z');
    const clock = (await leadNow(app, lead)).clocks.find(({ kind }: { kind: string }) => kind === 'firstTouch');
    expect(clock).toMatchObject({ state: 'breached', breachedAt: '2026-03-02T15:30:00.000Z' });
  });

  it.each([
    ['what is missing', {}, ['/available required']],
    ['what is of another type', { available: 'no', until: 5 }, ['/available type', '/until type']],
    ['what is unknown', { available: true, reason: 'x' }, ['/reason unknown']],
    ['an end without an absence', { available: true, until: AT_FOUR }, ['/until contradiction']],
    ['an end that has come', { available: false, until: '2026-03-02T15:00:00.000Z' }, ['/until past']],
    ['an end that is no instant', { available: false, until: 'tomorrow' }, ['/until instant']],
  ])('is refused for %s', async (_, body, expected) => {
    expect(faults(await set(body)).sort()).toEqual(expected);
  });

  it('does not exist for an unknown rep', async () => {
    expect((await app.put(`/v1/reps/${NOBODY}/availability`, { available: false })).status).toBe(404);
    expect((await app.put('/v1/reps/none/availability', { available: false })).status).toBe(404);
  });
});
