import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aRep, eventsOf, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let bo: Json;
let deal: Json;
beforeAll(async () => {
  app = await TestApplication.start();
  [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  deal = await app.must('POST', '/v1/deals', {
    name: 'Site',
    account: { name: 'Acme' },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
  });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const ago = (ms: number) => new Date(app.time.now() - ms).toISOString();
const touch = (body: object, how = {}) =>
  app.ask('POST', `/v1/deals/${deal.id}/touches`, { kind: 'call', outcome: 'noAnswer', ...body }, how);
const voiding = (id: string, how = {}) =>
  app.ask('POST', `/v1/deals/${deal.id}/touches/${id}/void`, { reason: 'Another deal' }, how);
const dealNow = () => app.must('GET', `/v1/deals/${deal.id}`);
const touches = async () => (await app.must('GET', `/v1/deals/${deal.id}/touches`)).data;
const keyOf = async (rep: Json) =>
  (await app.must('POST', '/v1/api-keys', { name: `${rep.name}`, scopes: ['rep'], repId: rep.id })).key;

describe('touches of a deal', () => {
  it('are stored with their notes and appear in its timeline', async () => {
    const { status, body } = await touch({ outcome: 'connected', durationSeconds: 90, note: 'Wants two more seats' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      dealId: deal.id,
      kind: 'call',
      direction: 'outbound',
      outcome: 'connected',
      durationSeconds: 90,
      repId: ann.id,
      automated: false,
      note: 'Wants two more seats',
      voided: null,
    });
    await touch({ kind: 'email', direction: 'inbound', outcome: 'replied' });
    expect((await touches()).map(({ kind }: Json) => kind)).toEqual(['call', 'email']);
    const { data } = await app.must('GET', `/v1/deals/${deal.id}/timeline`);
    expect(data.slice(1).map(({ text }: Json) => text)).toEqual([
      'Ann: call, connected',
      'The customer: e-mail, replied',
    ]);
    expect(JSON.stringify(await eventsOf(app, deal.id as string, 'deal.touched'))).not.toContain('seats');
  });

  it('are never only a goodbye', async () => {
    const refused = await touch({ direction: 'inbound', outcome: 'connected', goodbye: true });
    expect(faults(refused)).toEqual(['/goodbye unknown']);
    expect(refused.body.errors[0].message).toBe('Only a touch of a lead can be a goodbye.');
    expect(await touches()).toEqual([]);
  });

  it('set when the first talk was, until they are voided', async () => {
    await touch({ occurredAt: ago(3 * HOUR) });
    expect((await dealNow()).firstTalkAt).toBeNull();
    const { body: later } = await touch({ outcome: 'connected', occurredAt: ago(HOUR) });
    const { body: earlier } = await touch({ outcome: 'connected', occurredAt: ago(2 * HOUR) });
    expect((await dealNow()).firstTalkAt).toBe(earlier.occurredAt);
    expect((await voiding(earlier.id)).body.voided).toMatchObject({ reason: 'Another deal' });
    expect((await dealNow()).firstTalkAt).toBe(later.occurredAt);
    const { eventSeq } = { eventSeq: (await eventsOf(app, deal.id as string, 'deal.touchVoided')).length };
    await voiding(earlier.id);
    expect(await eventsOf(app, deal.id as string, 'deal.touchVoided')).toHaveLength(eventSeq);
    await voiding(later.id);
    expect((await dealNow()).firstTalkAt).toBeNull();
    await app.must('PATCH', `/v1/deals/${deal.id}`, { firstTalkAt: ago(5 * HOUR) });
    await touch({ outcome: 'connected' });
    expect((await dealNow()).firstTalkAt).toBe(ago(5 * HOUR));
  });

  it('are recorded once, however often they are sent', async () => {
    const [first, second] = [
      await touch({ externalId: 'c-1' }),
      await touch({ externalId: 'c-1', outcome: 'connected' }),
    ];
    expect([first.status, second.status, second.body.id]).toEqual([201, 200, first.body.id]);
    expect(await touches()).toHaveLength(1);
  });

  it('can be reported by reps who may work on the deal, and only as their own', async () => {
    const [ofAnn, ofBo] = [await keyOf(ann), await keyOf(bo)];
    expect((await touch({}, { key: ofAnn })).status).toBe(201);
    expect((await touch({ repId: bo.id }, { key: ofAnn })).status).toBe(403);
    expect((await touch({}, { key: ofBo })).status).toBe(404);
    expect((await voiding(NOBODY)).status).toBe(404);
    expect(faults(await touch({ outcome: 'held' }))).toEqual(['/outcome contradiction']);
    expect(faults(await touch({ repId: NOBODY }))).toEqual(['/repId unknownId']);
    expect(faults(await touch({ occurredAt: ago(-24 * HOUR) }))).toEqual(['/occurredAt future']);
    expect(await touches()).toHaveLength(1);
  });
});
