import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aRep, eventsOf, ownersOf } from '../support/people.js';
import { mend, spoil, spoilLeads } from '../support/spoil.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const errors = () => jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);

describe('a queued lead that fails on its own', () => {
  async function queued(count: number) {
    const ann = await aRep(app, 'Ann');
    await app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: false });
    await aDesk(app, [ann]);
    const leads = [];
    for (let index = 0; index < count; index += 1) leads.push(await aLead(app));
    return { ann, leads, back: () => app.must('PUT', `/v1/reps/${ann.id}/availability`, { available: true }) };
  }

  it('is set aside, and all others are assigned', async () => {
    const { ann, leads, back } = await queued(25);
    await spoil(app, 'lead', leads[11]);
    const logged = errors();
    await back();
    await app.settle();
    expect(await ownersOf(app, leads)).toEqual(leads.map((_, index) => (index === 11 ? null : ann.id)));
    expect(logged.mock.calls).toEqual([
      [`Lead ${leads[11].id} cannot be dealt out and is set aside for a minute: the row is spoilt`],
    ]);
  });

  it('is assigned within a minute after it is repaired', async () => {
    const { ann, leads, back } = await queued(3);
    await spoil(app, 'lead', leads[0]);
    errors();
    await back();
    await app.settle();
    await mend(app);
    await app.moveBy(MINUTE - 1);
    expect(await ownersOf(app, leads)).toEqual([null, ann.id, ann.id]);
    await app.moveBy(1);
    expect(await ownersOf(app, leads)).toEqual([ann.id, ann.id, ann.id]);
  });

  it('does not cause endless passes of the queue', async () => {
    const { leads, back } = await queued(3);
    await spoil(app, 'lead', leads[0]);
    errors();
    await back();
    expect(await app.settle()).toBe(app.time.now() + MINUTE);
  });
});

it('an absence moves all leads but the one that fails, and is recorded once', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, [ann, bo]);
  const leads = [];
  for (let index = 0; index < 25; index += 1) leads.push(await aLead(app, { owner: { repId: ann.id } }));
  await spoil(app, 'lead', leads[7]);
  errors();
  const from = new Date(app.time.now() + MINUTE).toISOString();
  const to = new Date(app.time.now() + 100 * MINUTE).toISOString();
  await app.must('POST', `/v1/reps/${ann.id}/absences`, { from, to });
  await app.moveBy(MINUTE);
  expect(await ownersOf(app, leads)).toEqual(leads.map((_, index) => (index === 7 ? ann.id : bo.id)));
  expect(await eventsOf(app, ann.id, 'rep.away')).toMatchObject([{ occurredAt: from }]);
  await mend(app);
  await app.moveBy(MINUTE);
  expect(await ownersOf(app, [leads[7]])).toEqual([bo.id]);
  expect(await eventsOf(app, ann.id, 'rep.away')).toHaveLength(1);
});

it('many overdue leads that fail take little more than one attempt each, and the others are moved', async () => {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  await aDesk(app, [ann, bo]);
  await app.must('POST', '/v1/sla-policies', {
    name: 'All',
    time: 'elapsed',
    when: {},
    firstTouch: { within: 'PT1H' },
  });
  const send = async (source: string, count: number) => {
    const leads = Array.from({ length: count }, (_, index) => ({
      externalId: `${index}`,
      source,
      contact: { phone: `+1202555${1000 + index}` },
    }));
    const { results } = await app.must('POST', '/v1/leads/batch', { leads });
    return results.map(({ id }: Json) => id);
  };
  await send('spoilt', 60);
  const sound = await send('sound', 10);
  await spoilLeads(app, 'spoilt');
  const logged = errors();
  const sent = jest.spyOn(pg.Client.prototype, 'query');
  await app.moveBy(60 * MINUTE);
  const transactions = sent.mock.calls.filter(([query]) => (query as { text?: string }).text === 'begin').length;
  expect(logged).toHaveBeenCalledTimes(60);
  expect(transactions).toBeLessThan(3 * 60);
  for (const id of sound) expect(await eventsOf(app, id, 'sla.breached')).toHaveLength(1);
});
