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

describe('a kind that was made from a ready-made one', () => {
  /** The kind for wins, as an earlier version had made it, without its term, and as somebody has changed it since. */
  async function anEarlierKind(): Promise<Json> {
    const { data } = await app.must('POST', PATH, aSet());
    const {
      id,
      version: _,
      createdAt: __,
      updatedAt: ___,
      newer,
      ...kind
    } = await app.must('GET', `/v1/handoff-kinds/${data[0].id}`);
    expect(newer).toBeUndefined();
    const { term: ____, ...properties } = kind.form.properties;
    const success = { ...properties.success, title: 'What they want' };
    const without = ({ sections, ...receiver }: Json) => ({
      ...receiver,
      sections: sections.filter((name: string) => name !== 'term'),
    });
    return app.must('PUT', `/v1/handoff-kinds/${id}`, {
      ...kind,
      form: { ...kind.form, properties: { ...properties, success } },
      receivers: kind.receivers.map(without),
    });
  }

  it('says what that has got since, and takes it by one request, without touching what was changed', async () => {
    const before = await anEarlierKind();
    expect(before.newer).toEqual(['term']);
    const unknown = await app.post(`/v1/handoff-kinds/${before.id}/newer`, { fields: ['price'] });
    expect(unknown.body.errors[0].message).toBe('This kind can add only these fields of its template: term.');
    const after = await app.must('POST', `/v1/handoff-kinds/${before.id}/newer`, { fields: ['term'] });
    expect(after).toMatchObject({ version: before.version + 1, name: before.name });
    expect(after.newer).toBeUndefined();
    expect(Object.keys(after.form.properties)).toEqual(['success', 'contacts', 'order', 'promises', 'term', 'billing']);
    expect(after.form.properties.success.title).toBe('What they want');
    expect(after.form.properties.term.role).toBe('term');
    expect(after.form.required).toEqual(before.form.required);
    expect(after.receivers.map(({ sections }: Json) => sections.includes('term'))).toEqual([true, true]);
    expect(await app.must('POST', `/v1/handoff-kinds/${before.id}/newer`, { fields: ['term'] })).toEqual(after);
    const other = await app.post(`/v1/handoff-kinds/${before.id}/newer`, { fields: ['price'] });
    expect(faults(other)).toEqual(['/fields/0 unknownField']);
    expect(other.body.errors[0].message).toBe('The kind has every field of its template.');
  });

  it('lacks no field whose role another has, and nothing once it has another name', async () => {
    const { id, newer: _, version: __, createdAt: ___, updatedAt: ____, ...kind } = await anEarlierKind();
    const days = { startsOn: { type: 'string', format: 'date' }, endsOn: { type: 'string', format: 'date' } };
    const sold = { type: 'object', additionalProperties: false, role: 'term', properties: days };
    const properties = { ...kind.form.properties, sold };
    const put = (body: object) => app.must('PUT', `/v1/handoff-kinds/${id}`, body);
    expect((await put({ ...kind, form: { ...kind.form, properties } })).newer).toBeUndefined();
    expect((await put({ ...kind, name: 'Our own' })).newer).toBeUndefined();
    expect((await put(kind)).newer).toEqual(['term']);
  });
});
