import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';

const PATH = '/v1/handoff-kinds/ready-made';

let app: TestApplication;
let teamId: string;
let repId: string;

beforeAll(async () => {
  app = await TestApplication.start();
  repId = (await aRep(app, 'Ann')).id;
  teamId = (await app.must('POST', '/v1/teams', { name: 'All', repIds: [repId] })).id;
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const RECEIVERS = ['Onboarding', 'Finance', 'Customer success', 'Sales'];
const aSet = (fields: object = {}) => ({
  business: 'software',
  deciderRepId: repId,
  receivers: RECEIVERS.map((name) => ({ name, teamId, ownerOfDoneRepId: repId })),
  ...fields,
});
const asked = async (fields: object) => faults(await app.post(PATH, aSet(fields)));
const kindsNow = async () => (await app.must('GET', '/v1/handoff-kinds')).data;

describe('a set of ready-made kinds', () => {
  it('is created at once, with its people', async () => {
    const { data } = await app.must('POST', PATH, aSet());
    expect(data.map(({ name, start }: Json) => [name, start.on])).toEqual([
      ['Subscription: sales to onboarding and finance', 'deal.won'],
      ['Subscription: onboarding to customer success', 'delivery.completed'],
      ['Subscription: customer success to sales', 'renewal.due'],
    ]);
    const goLive = await app.must('GET', `/v1/handoff-kinds/${data[1].id}`);
    expect(goLive.receivers.map(({ name, ownerOfDoneRepId }: Json) => [name, ownerOfDoneRepId])).toEqual([
      ['Customer success', repId],
      ['Finance', repId],
    ]);
    expect((await kindsNow()).length).toBe(3);
    const history = await app.must('GET', `/v1/handoff-kinds/${data[0].id}/versions`);
    expect(history.data.length).toBe(1);
  });

  it('is not created twice by a repeated request, and says so without a key', async () => {
    const once = { headers: { 'idempotency-key': 'set-1' } };
    const first = await app.post(PATH, aSet(), once);
    expect((await app.post(PATH, aSet(), once)).body).toEqual(first.body);
    expect((await kindsNow()).length).toBe(3);
    const again = await app.post(PATH, aSet());
    expect(faults(again)).toEqual(['/business taken', '/business taken', '/business taken']);
    expect(again.body.errors[0].message).toContain('Subscription: sales to onboarding and finance');
  });

  it('is created entirely or not at all', async () => {
    const [first, ...others] = aSet().receivers;
    expect(await asked({ receivers: [first, others[0]] })).toEqual(['/receivers required']);
    expect(await asked({ receivers: [...aSet().receivers, { ...first, name: 'Legal' }] })).toEqual([
      '/receivers/4/name unknownField',
    ]);
    expect(await asked({ receivers: [...aSet().receivers, { ...first, name: 'ONBOARDING' }] })).toEqual([
      '/receivers/4/name repeated',
    ]);
    expect(await asked({ deciderRepId: NOBODY, receivers: [{ ...first, teamId: NOBODY }, ...others] })).toEqual(
      expect.arrayContaining(['/deciderRepId unknownId', '/receivers/0/teamId unknownId']),
    );
    expect(await kindsNow()).toEqual([]);
  });

  it.each(['agency', 'consultancy', 'saas'])('exists for an %s', async (business) => {
    const { data } = await app.must('GET', `${PATH}?business=${business}`);
    const names = new Set<string>(data.flatMap(({ kind }: Json) => kind.receivers.map(({ name }: Json) => name)));
    const receivers = [...names].map((name) => ({ name, teamId, ownerOfDoneRepId: repId }));
    const made = await app.must('POST', PATH, aSet({ business, receivers }));
    expect(made.data.map(({ name }: Json) => name)).toEqual(data.map(({ kind }: Json) => kind.name));
    // A small sale comes first, as its condition is the narrower one.
    const [first] = await kindsNow();
    expect(first.start.when).toBeDefined();
  });
});
