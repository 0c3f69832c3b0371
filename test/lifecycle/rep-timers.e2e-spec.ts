import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { RepTimerStore } from '../../src/clocks/rep-timers.store.js';
import { AbsencesWorker } from '../../src/engine/absences.worker.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { iso, MINUTE, SECOND } from '../support/instants.js';
import { aDesk, aLead, eventsOf, leadNow, ownersOf, theReps } from '../support/people.js';
import { mend, spoil, spoilEvents } from '../support/spoil.js';

const AT_FOUR = Date.parse('2026-03-02T16:00:00.000Z');

let app: TestApplication;
let ann: { id: string };
let bo: { id: string };
let cy: { id: string };

beforeEach(async () => {
  app = await TestApplication.start();
  [ann, bo, cy] = await theReps(app, ['Ann', 'Bo', 'Cy']);
  await aDesk(app, [ann, cy]);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const typesOf = async (rep: { id: string }) => (await eventsOf(app, rep.id, 'rep.*')).map(({ type }) => type);
const errors = () => jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
const absent = (rep: { id: string }, from: number, to: number) =>
  app.must('POST', `/v1/reps/${rep.id}/absences`, { from: iso(from), to: iso(to), openLeads: 'reassignAll' });

describe('a timer of a rep that fails for a reason of its own', () => {
  it('is set aside for a minute, and other due work goes on', async () => {
    const leads = [await aLead(app, { owner: { repId: ann.id } }), await aLead(app, { owner: { repId: ann.id } })];
    await app.must('POST', '/v1/sla-policies', {
      name: 'P',
      time: 'elapsed',
      firstTouch: { within: 'PT1H', onBreach: [] },
    });
    const promised = await aLead(app, { owner: { repId: cy.id } });
    await spoilEvents(app, ann, 'rep.away');
    const logged = errors();
    await absent(ann, AT_FOUR, AT_FOUR + 60 * MINUTE);
    await absent(bo, AT_FOUR, AT_FOUR + 60 * MINUTE);

    await app.moveTo(AT_FOUR);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id]);
    expect([await typesOf(ann), await typesOf(bo)]).toEqual([[], ['rep.away']]);
    expect((await eventsOf(app, promised.id, 'sla.breached')).length).toBeGreaterThan(0);
    expect(logged.mock.calls).toEqual([
      [`absenceStart of rep ${ann.id} cannot be carried out and is set aside for a minute: the row is spoilt`],
    ]);

    await mend(app);
    await app.moveTo(AT_FOUR + MINUTE - 1);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id]);
    await app.moveTo(AT_FOUR + MINUTE);
    expect(await ownersOf(app, leads)).toEqual([cy.id, cy.id]);
    expect(await typesOf(ann)).toEqual(['rep.away']);
  });

  it('is retried each minute', async () => {
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false, until: iso(AT_FOUR) });
    await spoil(app, 'rep', ann);
    const logged = errors();
    await app.moveTo(AT_FOUR + 2 * MINUTE + SECOND);
    expect(logged).toHaveBeenCalledTimes(3);
    await mend(app);
    await app.moveTo(AT_FOUR + 3 * MINUTE);
    expect(await app.must('GET', `/v1/reps/${ann.id}`)).toMatchObject({ available: true });
  });

  it('does not keep other configuration changes from being answered', async () => {
    await spoilEvents(app, ann, 'rep.away');
    errors();
    await absent(ann, app.time.now(), AT_FOUR);
    await absent(bo, app.time.now(), AT_FOUR);
    expect([await typesOf(ann), await typesOf(bo)]).toEqual([[], ['rep.away']]);
  });

  it('does not send away a rep who is back by the time it can be carried out', async () => {
    const lead = await aLead(app, { owner: { repId: ann.id } });
    await spoilEvents(app, ann, 'rep.away');
    errors();
    await absent(ann, AT_FOUR, AT_FOUR + 30 * SECOND);
    await app.moveTo(AT_FOUR + 30 * SECOND);
    await mend(app);
    expect(await typesOf(ann)).toEqual(['rep.back']);
    await app.moveTo(AT_FOUR + 5 * MINUTE);
    expect(await typesOf(ann)).toEqual(['rep.back']);
    expect((await leadNow(app, lead)).ownerId).toBe(ann.id);
    expect(await app.settle()).toBeNull();
  });
});

it('a timer of a rep stays due while the database cannot be reached', async () => {
  const lead = await aLead(app, { owner: { repId: ann.id } });
  await absent(ann, AT_FOUR, AT_FOUR + 60 * MINUTE);
  await spoil(app, 'lead', lead, '57P03');
  await expect(app.moveTo(AT_FOUR)).rejects.toThrow('the row is spoilt');
  await mend(app);
  await app.moveTo(AT_FOUR);
  expect((await leadNow(app, lead)).ownerId).toBe(cy.id);
});

it('timers of reps are carried out one at a time, so that events are numbered in feed order', async () => {
  await absent(ann, AT_FOUR, AT_FOUR + 60 * MINUTE);
  await absent(bo, AT_FOUR, AT_FOUR + 60 * MINUTE);
  app.time.moveTo(AT_FOUR);
  const timers = app.application.app.get(AbsencesWorker, { strict: false });
  const store = app.application.app.get(RepTimerStore);
  await app.application.app.get(Database).transaction(async (tx) => {
    expect(await store.claimDue(tx, AT_FOUR)).toMatchObject({ repId: ann.id });
    expect(await timers.round()).toBe(false);
  });
  await app.settle();
  expect([await typesOf(ann), await typesOf(bo)]).toEqual([['rep.away'], ['rep.away']]);
});
