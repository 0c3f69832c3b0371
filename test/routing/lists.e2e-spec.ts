import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aLead, aPool, aRep, eventsOf, faults, leadNow, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const aList = (name: string, values: readonly string[]) => app.must('POST', '/v1/lists', { name, values });
const from = (postalCode: string | number) => ({ attributes: { postalCode } });
const inList = (id: string, field = 'attributes.postalCode') => ({ field, op: 'inList', value: id });

/** Ann gets the leads that match the list, Bo all others. */
async function aDeskByList(values: readonly string[], field?: string) {
  const [ann, bo] = [await aRep(app, 'Ann'), await aRep(app, 'Bo')];
  const list = await aList('North', values);
  const pool = await aPool(app, 'Everybody else', [bo]);
  const rules = [
    { name: 'North', when: inList(list.id, field), assign: { repId: ann.id } },
    { name: 'Rest', when: {}, assign: { poolId: pool.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  return { ann, bo, list, rules };
}

describe('rules that use a list', () => {
  it('send leads whose value is in the list one way, and all others the other', async () => {
    const { ann, bo, list } = await aDeskByList(['20095', ' 20097 ', 'AB1 2CD']);
    const owners = [];
    for (const code of ['20095', '20097', 'ab1 2cd', 20_095, '20096'])
      owners.push((await aLead(app, from(code))).ownerId);
    expect(owners).toEqual([ann.id, ann.id, ann.id, ann.id, bo.id]);
    expect((await aLead(app)).ownerId).toBe(bo.id);
    const other = await aLead(app, from('20096'));
    const [{ trace }] = (await app.must('GET', `/v1/leads/${other.id}/routing`)).data;
    expect(trace.rules[0].failed).toEqual({
      field: 'attributes.postalCode',
      op: 'inList',
      value: list.id,
      actual: '20096',
    });
  });

  it('match countries by code and by name', async () => {
    const { ann, bo } = await aDeskByList(['Germany', 'at'], 'contact.country');
    const owners = [];
    for (const country of ['DE', 'Österreich', 'FR'])
      owners.push((await aLead(app, { contact: { email: 'kim@example.org', country } })).ownerId);
    expect(owners).toEqual([ann.id, ann.id, bo.id]);
  });

  it('use the list as it is when a lead comes in', async () => {
    const { ann, bo, list } = await aDeskByList(['20095']);
    expect((await aLead(app, from('20099'))).ownerId).toBe(bo.id);
    await app.must('PUT', `/v1/lists/${list.id}`, { name: 'North', values: ['20095', '20099'] });
    expect((await aLead(app, from('20099'))).ownerId).toBe(ann.id);
    const tried = await app.must('PUT', `/v1/lists/${list.id}?dryRun=true`, { name: 'North', values: [] });
    expect(tried).toMatchObject({ size: 0, version: 3 });
    expect((await aLead(app, from('20099'))).ownerId).toBe(ann.id);
    // With the same version number as the dry run.
    await app.must('PUT', `/v1/lists/${list.id}`, { name: 'North', values: ['20099', '20101'] });
    const owners = [];
    for (const code of ['20095', '20099', '20101']) owners.push((await aLead(app, from(code))).ownerId);
    expect(owners).toEqual([bo.id, ann.id, ann.id]);
  });

  it('are applied again to waiting leads when a list changes', async () => {
    const ann = await aRep(app, 'Ann');
    const list = await aList('North', ['20095']);
    const nobody = await aPool(app, 'Nobody', []);
    const rules = [
      { name: 'North', when: inList(list.id), assign: { repId: ann.id } },
      { name: 'Rest', when: {}, assign: { poolId: nobody.id } },
    ];
    await app.must('PUT', '/v1/routing', { rules });
    const lead = await aLead(app, from('20099'));
    await app.settle();
    expect((await leadNow(app, lead)).ownerId).toBeNull();
    await app.must('PUT', `/v1/lists/${list.id}`, { name: 'North', values: ['20095', '20099'] });
    await app.settle();
    expect(await leadNow(app, lead)).toMatchObject({ ownerId: ann.id, rule: 'North' });
  });

  it('can be previewed', async () => {
    const { ann, bo, rules } = await aDeskByList(['20095']);
    const lead = { source: 'web', contact: { email: 'kim@example.org' }, ...from('20095') };
    expect(await app.must('POST', '/v1/routing/preview', { lead })).toMatchObject({ ownerId: ann.id });
    const draft = [{ ...rules[0], when: { not: rules[0]!.when }, assign: { repId: bo.id } }];
    expect(await app.must('POST', '/v1/routing/preview', { lead, rules: draft })).toMatchObject({ ownerId: null });
  });
});

describe('policies that use a list', () => {
  it('apply to the leads that are in it, and pause by it', async () => {
    await aDeskByList([]);
    const named = await aList('Named accounts', ['juno-foods.example']);
    const holiday = await aList('On holiday', ['north-mills.example']);
    const quick = { name: 'Quick', when: inList(named.id, 'company.domain') };
    await aPolicy(app, { within: 'PT5M' }, quick);
    const pauseWhile = inList(holiday.id, 'company.domain');
    await aPolicy(app, { within: 'PT1H' }, { name: 'All', pauseWhile });
    const of = async (domain: string) => leadNow(app, await aLead(app, { company: { domain } }));
    expect((await of('Juno-Foods.example')).clocks[0]).toMatchObject({ target: 'PT5M' });
    expect((await of('other.example')).clocks[0]).toMatchObject({ target: 'PT1H', ticking: true });
    expect((await of('north-mills.example')).clocks[0].pausedAt).toEqual(expect.any(String));
    const preview = { lead: { source: 'web', contact: {}, company: { domain: 'other.example' } } };
    const draft = { policy: { ...quick, firstTouch: { within: 'PT5M' } }, ...preview };
    expect(await app.must('POST', '/v1/sla-policies/preview', draft)).toMatchObject({
      matched: false,
      failed: { op: 'inList', actual: 'other.example' },
    });
  });
});

describe('a list', () => {
  it('is stored without repetitions; its values are shown by id, but not in pages', async () => {
    const list = await aList('Named', ['Juno.example', ' juno.EXAMPLE', 'mills.example']);
    expect(list).toMatchObject({ values: ['Juno.example', 'mills.example'], size: 2, version: 1 });
    expect(await app.must('GET', `/v1/lists/${list.id}`)).toEqual(list);
    const { values, ...rest } = list;
    expect((await app.must('GET', '/v1/lists')).data).toEqual([rest]);
    expect((await app.put(`/v1/lists/${list.id}`, list)).body).toEqual(list);
    expect(await eventsOf(app, list.id, 'config.changed')).toMatchObject([{ data: { kind: 'list', version: 1 } }]);
  });

  it('has a history with its number of values, and can be restored', async () => {
    const list = await aList('Named', ['a', 'b']);
    await app.must('PUT', `/v1/lists/${list.id}`, { name: 'Named', values: ['a', 'c'] });
    const { data } = await app.must('GET', `/v1/lists/${list.id}/versions`);
    expect(data[0].changes).toEqual([{ pointer: '/values/digest', from: expect.any(String), to: expect.any(String) }]);
    expect(data[1].changes).toContainEqual({ pointer: '/values', to: { size: 2, digest: expect.any(String) } });
    expect((await app.must('GET', `/v1/lists/${list.id}/versions/1`)).values).toEqual(['a', 'b']);
    const restored = await app.must('POST', `/v1/lists/${list.id}/versions/1/restore`);
    expect(restored).toMatchObject({ values: ['a', 'b'], version: 3 });
  });

  it('accepts 100,000 values, and says which limit is exceeded', async () => {
    const values = Array.from({ length: 100_000 }, (_, index) => `value number ${index}`);
    const list = await aList('Many', values);
    expect(list.size).toBe(100_000);
    const more = await app.post('/v1/lists', { name: 'More', values: [...values, 'x'] });
    expect(faults(more)).toEqual(['/values tooMany']);
    await app.asOwner(
      `insert into list select gen_random_uuid(), 1, 'Filled ' || n, array(select i::text from generate_series(1, 100000) i), now(), now()
         from generate_series(1, 9) as n`,
    );
    const beyond = await app.post('/v1/lists', { name: 'More', values: ['x'] });
    expect(beyond.body.errors).toEqual([
      {
        pointer: '/values',
        code: 'tooMany',
        message: 'All lists together may have 1000000 values; the others have 1000000, and this one 1.',
      },
    ]);
    // A replacement does not count the values that it replaces.
    expect((await app.put(`/v1/lists/${list.id}`, { name: 'Many', values: ['x'] })).status).toBe(200);
  });

  it('is refused with all its faults named', async () => {
    const list = await aList('Named', ['a']);
    expect(faults(await app.post('/v1/lists', { name: 'Other' }))).toEqual(['/values required']);
    expect(faults(await app.post('/v1/lists', { name: 'Other', values: ['a', 7] }))).toEqual(['/values/1 type']);
    const blank = await app.post('/v1/lists', { name: 'Other', values: ['a', ' '] });
    expect(blank.body.errors).toEqual([{ pointer: '/values/1', code: 'tooShort', message: 'Expected some text.' }]);
    expect(faults(await app.post('/v1/lists', { name: 'named', values: [] }))).toEqual(['/name taken']);
    const put = async (when: object) =>
      (await app.put('/v1/routing', { rules: [{ name: 'A', when, assign: { repId: (await anybody()).id } }] })).body;
    expect((await put(inList(NOBODY))).errors).toEqual([
      { pointer: '/rules/0/when/value', code: 'unknownId', message: `There is no list ${NOBODY}.` },
    ]);
    expect((await put({ any: [{}, { not: inList('Named') }] })).errors).toEqual([
      {
        pointer: '/rules/0/when/any/1/not/value',
        code: 'type',
        message: '"inList" needs the id of a list in GET /v1/lists.',
      },
    ]);
    expect((await put(inList(list.id, 'company.employees'))).errors).toMatchObject([
      { pointer: '/rules/0/when/op', code: 'operator' },
    ]);
    const policy = { name: 'P', when: inList(NOBODY), firstTouch: { within: 'PT5M' } };
    expect(faults(await app.post('/v1/sla-policies', policy))).toEqual(['/when/value unknownId']);
  });

  it('cannot be deleted while rules or policies use it', async () => {
    const { list, rules } = await aDeskByList(['20095']);
    const shouting = { ...rules[0], when: { all: [inList(list.id.toUpperCase())] } };
    await app.must('PUT', '/v1/routing', { rules: [shouting, rules[1]] });
    await aPolicy(app, { within: 'PT1H' }, { name: 'All', pauseWhile: { not: inList(list.id) } });
    const refused = await app.delete(`/v1/lists/${list.id}`);
    expect(refused).toMatchObject({ status: 409, body: { type: '/problems#in-use' } });
    expect(refused.body.usedBy.map(({ kind, name }: { kind: string; name: string }) => [kind, name])).toEqual([
      ['routing rule', 'North'],
      ['policy', 'All'],
    ]);
  });
});

let somebody: Promise<{ id: string }> | undefined;
beforeEach(() => {
  somebody = undefined;
});
function anybody() {
  somebody ??= aRep(app, 'Somebody');
  return somebody;
}
