import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { A_FORM, aHandoffKind, aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';

let app: TestApplication;
let ann: Json;
let team: Json;
let people: { teamId: string; repId: string };

beforeAll(async () => {
  app = await TestApplication.start();
  ann = await aRep(app, 'Ann');
  team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [ann.id] });
  people = { teamId: team.id, repId: ann.id };
});
afterAll(() => app.stop());
afterEach(async () => {
  for (const { id } of (await app.must('GET', '/v1/handoff-kinds')).data) await app.delete(`/v1/handoff-kinds/${id}`);
});

const asked = (fields: object) => app.post('/v1/handoff-kinds', aKindBody(people, fields));
const receiver = (fields: object = {}) => ({ ...aKindBody(people).receivers[0], ...fields });
const withForm = (properties: object, more: object = {}) =>
  asked({ name: `Form ${Math.random()}`, ready: [], form: { type: 'object', properties, ...more } });
const ofForm = async (properties: object, more: object = {}) => faults(await withForm(properties, more));
const ready = async (when: unknown) => faults(await asked({ ready: [{ when, text: 'So it is' }] }));

describe('a kind of handoff', () => {
  it('is shown as it was sent, and can be deleted', async () => {
    const made = await aHandoffKind(app, people);
    expect(made).toMatchObject({ ...aKindBody(people), version: 1 });
    expect(made.warnings).toBeUndefined();
    const path = `/v1/handoff-kinds/${made.id}`;
    expect((await app.delete(path)).status).toBe(204);
    const { status, body } = await app.get(path);
    expect([status, body.detail]).toEqual([404, `There is no handoff kind "${made.id}".`]);
  });

  it(`keeps the order of its form's fields, and a different order is a change`, async () => {
    const names = ['zebra', 'a', 'middle'];
    const inOrder = (order: readonly string[]) => ({
      type: 'object',
      properties: Object.fromEntries(order.map((name) => [name, { type: 'string' }])),
    });
    const made = await aHandoffKind(app, people, { ready: [], form: inOrder(names) });
    expect(Object.keys(made.form.properties)).toEqual(names);
    const path = `/v1/handoff-kinds/${made.id}`;
    expect((await app.must('PUT', path, { ...made, form: inOrder([...names].reverse()) })).version).toBe(2);
    const { form } = await app.must('GET', path);
    expect(Object.keys(form.properties)).toEqual([...names].reverse());
    const kept = await app.application.app
      .get(Database)
      .query<{ version: number; form: Json }>(
        'select version, form from handoff_kind_form where kind_id = $1 order by version',
        [made.id],
      );
    expect(kept.rows.map((row) => [row.version, Object.keys(row.form.properties)])).toEqual([
      [1, names],
      [2, [...names].reverse()],
    ]);
  });

  it('has a unique name, regardless of case', async () => {
    await aHandoffKind(app, people);
    const again = await asked({ name: 'SALES to operations' });
    expect(faults(again)).toEqual(['/name taken']);
    expect(again.body.errors[0].message).toMatch(/^Another handoff kind/);
  });

  it('must name active people: an owner for each receiver, and a decider', async () => {
    const gone = await aRep(app, 'Gone', { active: false });
    const empty = await app.must('POST', '/v1/teams', { name: 'Empty', repIds: [gone.id] });
    const { ownerOfDoneRepId: _, ...without } = receiver();
    expect(faults(await asked({ receivers: [without] }))).toEqual(['/receivers/0/ownerOfDoneRepId required']);
    expect(faults(await asked({ receivers: [] }))).toEqual(['/receivers tooFew']);
    const strangers = [
      receiver({ teamId: NOBODY, ownerOfDoneRepId: NOBODY }),
      receiver({ name: 'OPERATIONS', teamId: empty.id, ownerOfDoneRepId: gone.id }),
    ];
    const escalation = { deciderRepId: NOBODY, decideWithin: 'PT1H', needs: 'The contract' };
    expect(faults(await asked({ receivers: strangers, escalation }))).toEqual([
      '/receivers/0/teamId unknownId',
      '/receivers/0/ownerOfDoneRepId unknownId',
      '/receivers/1/teamId noMembers',
      '/receivers/1/ownerOfDoneRepId inactive',
      '/receivers/1/name duplicate',
      '/escalation/deciderRepId unknownId',
    ]);
  });

  it('has a number of days if it starts before a renewal, and otherwise none', async () => {
    expect(faults(await asked({ start: { on: 'renewal.due' } }))).toEqual(['/start/daysBefore required']);
    expect(faults(await asked({ start: { on: 'deal.won', daysBefore: 9 } }))).toEqual([
      '/start/daysBefore contradiction',
    ]);
    expect(faults(await asked({ start: { on: 'deal.lost' } }))).toEqual(['/start/on value']);
    expect((await asked({ start: { on: 'renewal.due', daysBefore: 90 } })).status).toBe(201);
  });

  it('has possible deadlines, as durations', async () => {
    expect(faults(await asked({ receivers: [receiver({ acknowledgeWithin: 'P1M' })] }))).toEqual([
      '/receivers/0/acknowledgeWithin duration',
    ]);
    expect(faults(await asked({ receivers: [receiver({ completeWithin: 'PT1H' })] }))).toEqual([
      '/receivers/0/completeWithin order',
    ]);
    expect((await asked({ receivers: [receiver({ acknowledgeWithin: 'PT9H', completeWithin: 'P1D' })] })).status).toBe(
      201,
    );
  });

  it('has sections from its form, unique names of exceptions, and valid links', async () => {
    expect(faults(await asked({ receivers: [receiver({ sections: ['billing', 'invoices'] })] }))).toEqual([
      '/receivers/0/sections/1 unknownField',
    ]);
    const twice = [
      { name: 'Rush', treatment: 'escalate' },
      { name: 'rush', treatment: 'automate' },
    ];
    expect(faults(await asked({ exceptions: twice }))).toEqual(['/exceptions/1/name duplicate']);
    expect(faults(await asked({ exceptions: [{ name: 'Rush', treatment: 'ignore' }] }))).toEqual([
      '/exceptions/0/treatment value',
    ]);
    expect(
      faults(await asked({ receivers: [receiver({ checklist: [{ text: 'Go', link: 'javascript:alert(1)' }] })] })),
    ).toEqual(['/receivers/0/checklist/0/link format']);
  });

  it('is saved with a warning if a checklist is too long or a field has no reader', async () => {
    const checklist = Array.from({ length: 21 }, (_, index) => ({ text: `Check ${index}` }));
    const { warnings } = await aHandoffKind(app, people, {
      receivers: [receiver({ checklist, sections: ['context', 'contacts', 'billing', 'risk', 'seats'] })],
    });
    expect(warnings.map(({ pointer }: Json) => pointer)).toEqual(['/receivers/0/checklist', '/form/properties/margin']);
    const short = [receiver({ checklist: checklist.slice(1) })];
    expect((await aHandoffKind(app, people, { name: 'Short', receivers: short })).warnings).toBeUndefined();
  });
});

describe('a rep or team that a kind names', () => {
  it('cannot be deleted', async () => {
    const made = await aHandoffKind(app, people);
    for (const path of [`/v1/reps/${ann.id}`, `/v1/teams/${team.id}`]) {
      const { status, body } = await app.delete(path);
      expect([status, body.detail]).toEqual([409, expect.stringContaining('the handoff kind "Sales to operations"')]);
      expect(body.usedBy).toContainEqual({ kind: 'handoffKind', id: made.id, name: made.name });
    }
  });

  it('is listed by the setup once they are inactive', async () => {
    const bo = await aRep(app, 'Bo');
    const others = await app.must('POST', '/v1/teams', { name: 'Others', repIds: [bo.id] });
    await aHandoffKind(app, { teamId: others.id, repId: bo.id });
    const odd = async () =>
      (await app.must('GET', '/v1/setup')).warnings.filter(({ code }: Json) => code.startsWith('handoff'));
    expect(await odd()).toEqual([]);
    await app.must('PUT', `/v1/reps/${bo.id}`, { ...bo, active: false });
    expect(await odd()).toEqual([
      {
        code: 'handoffWithoutOwner',
        text: 'In "Sales to operations", Bo answers for the outcome of Operations, but is not active: PUT /v1/handoff-kinds/{id} with an active rep.',
      },
      {
        code: 'handoffWithoutOwner',
        text: 'In "Sales to operations", Bo decides exceptions and missed deadlines, but is not active: PUT /v1/handoff-kinds/{id} with an active rep.',
      },
      {
        code: 'handoffWithoutTeam',
        text: 'In "Sales to operations", Operations is the team "Others", which has no active member: PUT /v1/teams/{id} with members, or PUT /v1/handoff-kinds/{id} with another team.',
      },
    ]);
  });
});

describe('the ready-made kinds', () => {
  const readyMade = async (query = '') => (await app.must('GET', `/v1/handoff-kinds/ready-made${query}`)).data;

  it('are saved without a warning once the teams and the people are filled in', async () => {
    const all = await readyMade();
    expect(all).toHaveLength(18);
    for (const { kind } of all) {
      const missing = faults(await app.post('/v1/handoff-kinds', kind));
      expect(missing.every((each) => / required$/.test(each) && /RepId|teamId/.test(each))).toBe(true);
      const body = {
        ...kind,
        receivers: kind.receivers.map((each: Json) => ({ ...each, teamId: team.id, ownerOfDoneRepId: ann.id })),
        escalation: { ...kind.escalation, deciderRepId: ann.id },
      };
      const made = await app.must('POST', '/v1/handoff-kinds', body);
      expect(made.warnings).toBeUndefined();
      expect(JSON.stringify(made.form)).toBe(JSON.stringify(kind.form));
    }
  });

  it('can be filtered by business and by start', async () => {
    const found = await readyMade('?business=saas&on=deal.won');
    expect(found.map(({ business, kind }: Json) => [business, kind.start.on])).toEqual([
      ['saas', 'deal.won'],
      ['saas', 'deal.won'],
    ]);
    expect(faults(await app.get('/v1/handoff-kinds/ready-made?business=bakery'))).toEqual(['/business value']);
  });
});

describe('a form', () => {
  it('is a JSON Schema of an object with fields', async () => {
    expect(faults(await asked({ form: 'x' }))).toEqual(['/form type']);
    expect(faults(await asked({ form: {} }))).toEqual(['/form/type required']);
    expect(faults(await asked({ form: { type: 'array', items: { type: 'string' } } }))).toEqual(['/form/type value']);
    expect(await ofForm({})).toEqual(['/form/properties tooFew']);
    expect(await ofForm({ a: 'text' })).toEqual(['/form/properties/a type']);
    expect(await ofForm({ a: {} })).toEqual(['/form/properties/a/type required']);
    expect(await ofForm({ a: { type: 'text' } })).toEqual(['/form/properties/a/type value']);
    expect(await ofForm({ a: { type: ['string', 'null'] } })).toEqual(['/form/properties/a/type value']);
    expect(await ofForm({ a: { type: 'array' } })).toEqual(['/form/properties/a/items required']);
    expect(await ofForm({ a: { type: 'string', minLength: 'x' } })).toEqual(['/form/properties/a/minLength value']);
    expect(await ofForm({ a: { type: 'string', format: 'iban' } })).toEqual(['/form/properties/a/format value']);
    expect(await ofForm({ a: { type: 'string', sensitive: 'yes' } })).toEqual(['/form/properties/a/sensitive value']);
    expect(await ofForm({ a: { type: 'string' } }, { $schema: 'http://json-schema.org/draft-07/schema#' })).toEqual([
      '/form/$schema value',
    ]);
  });

  it('supports only what a page can show, and suggests an alternative', async () => {
    expect(await ofForm({ a: { type: 'string' } }, { if: {}, allOf: [] })).toEqual([
      '/form/if unknown',
      '/form/allOf unknown',
    ]);
    const { body } = await withForm({ a: { type: 'string' } }, { dependentRequired: { a: ['b'] } });
    expect(body.errors[0].message).toMatch(/condition in "ready"/);
    expect(await ofForm({ a: { type: 'string', maximum: 3 } })).toEqual(['/form/properties/a/maximum unknown']);
    expect(await ofForm({ 'a.b': { type: 'string' }, constructor: { type: 'string' } })).toEqual([
      '/form/properties/a.b name',
      '/form/properties/constructor name',
    ]);
  });

  it('refers only to its own definitions, without recursion', async () => {
    const to = ($ref: string, $defs: object = {}) => ofForm({ a: { $ref } }, { $defs });
    expect(await to('https://example.com/contact.json')).toEqual(['/form/properties/a/$ref reference']);
    expect(await to('#/$defs/nobody')).toEqual(['/form/properties/a/$ref unknownDefinition']);
    const loop = { type: 'object', properties: { again: { $ref: '#/$defs/loop' } } };
    expect(await to('#/$defs/loop', { loop })).toEqual(['/form/$defs/loop/properties/again/$ref recursive']);
    expect(await to('#/$defs/odd', { odd: { type: 'string', minLength: 3, maxLength: 2 } })).toEqual([
      '/form/$defs/odd/minLength unmeetable',
    ]);
    expect(await ofForm({ a: { $ref: '#/$defs/b', type: 'string' } }, { $defs: { b: { type: 'string' } } })).toEqual([
      '/form/properties/a/type unknown',
    ]);
  });

  it('is limited in fields, in depth, and in the cost of its patterns', async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`f${index}`, { type: 'string' }]));
    expect(await ofForm(many)).toEqual(['/form tooMany']);
    // Each definition uses the next one ten times: ten thousand million fields in a kilobyte.
    const times = (name: string) =>
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`f${index}`, { $ref: `#/$defs/${name}` }]));
    const bomb = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`d${index}`, { type: 'object', properties: times(`d${index + 1}`) }]),
    );
    // Counting them one by one would take too long for a test.
    expect(await ofForm({ a: { $ref: '#/$defs/d0' } }, { $defs: { ...bomb, d9: { type: 'string' } } })).toContain(
      '/form tooMany',
    );
    const nested = (levels: number): object =>
      levels === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(levels - 1) } };
    expect((await withForm({ a: nested(7) })).status).toBe(201);
    expect(await ofForm({ a: nested(8) })).toEqual([expect.stringMatching(/^\/form(\/properties\/a){9} tooDeep$/)]);
    expect(await ofForm({ a: { type: 'string', pattern: '(a+' } })).toEqual(['/form/properties/a/pattern pattern']);
    expect(await ofForm({ a: { type: 'string', pattern: '^(?=a)b' } })).toEqual(['/form/properties/a/pattern pattern']);
    expect(await ofForm({ a: { type: 'string', pattern: `${'a{500}'.repeat(3)}` } })).toEqual([
      '/form/properties/a/pattern pattern',
    ]);
    const costly = Object.fromEntries(
      Array.from({ length: 4 }, (_, index) => [`p${index}`, { type: 'string', pattern: `x{${index + 800}}` }]),
    );
    expect(await ofForm(costly)).toEqual(['/form/properties/p3/pattern tooMuch']);
  });

  it.each([
    [
      'a name that no field has',
      { b: { type: 'object', properties: { a: { type: 'string' } }, required: ['c'] } },
      '/b/required/0 unknownField',
    ],
    [
      'a text that is longer than it may be',
      { a: { type: 'string', minLength: 9, maxLength: 3 } },
      '/a/minLength unmeetable',
    ],
    ['a date of nine characters', { a: { type: 'string', format: 'date', maxLength: 9 } }, '/a/format unmeetable'],
    ['a number above all that are allowed', { a: { type: 'number', minimum: 9, maximum: 3 } }, '/a/minimum unmeetable'],
    [
      'a number above a bound and not above it',
      { a: { type: 'number', exclusiveMinimum: 3, maximum: 3 } },
      '/a/exclusiveMinimum unmeetable',
    ],
    [
      'a whole number where there is none',
      { a: { type: 'integer', minimum: 0.2, maximum: 0.8 } },
      '/a/minimum unmeetable',
    ],
    [
      'a multiple where there is none',
      { a: { type: 'number', minimum: 6, maximum: 9, multipleOf: 5 } },
      '/a/minimum unmeetable',
    ],
    ['a choice among nothing', { a: { enum: [] } }, '/a/type required'],
    ['a choice among nothing of a type', { a: { type: 'string', enum: [] } }, '/a/enum tooFew'],
    ['a choice of another type', { a: { type: 'string', enum: ['x', 3] } }, '/a/enum/1 unmeetable'],
    [
      'a choice that breaks another rule',
      { a: { type: 'string', enum: ['x', 'long'], maxLength: 2 } },
      '/a/enum/1 unmeetable',
    ],
    ['a value that is none of the choices', { a: { const: 'x', enum: ['y', 'z'] } }, '/a/enum unmeetable'],
    [
      'a list with more entries than it may have',
      { a: { type: 'array', items: { type: 'string' }, minItems: 3, maxItems: 2 } },
      '/a/minItems unmeetable',
    ],
    [
      'more different entries than there are',
      { a: { type: 'array', items: { enum: ['x', 'y'] }, uniqueItems: true, minItems: 3 } },
      '/a/minItems unmeetable',
    ],
    ['at first what is never right', { a: { type: 'integer', default: 'three' } }, '/a/default type'],
  ])('requires nothing impossible: %s', async (_, properties, fault) => {
    expect(await ofForm(properties)).toEqual([`/form/properties${fault}`]);
  });

  it('may require hundredths and have as many fields as allowed, and is checked quickly', async () => {
    const hundredth = { type: 'number', minimum: 0.07, maximum: 0.07, multipleOf: 0.01 };
    expect((await withForm({ a: hundredth })).status).toBe(201);
    const large = Object.fromEntries(
      Array.from({ length: 190 }, (_, index) => [`f${index}`, { enum: ['yes', 'no'], title: `Question ${index}` }]),
    );
    const began = process.cpuUsage();
    expect((await withForm(large)).status).toBe(201);
    expect(process.cpuUsage(began).user / 1_000).toBeLessThan(2_000);
  });

  it('has at most one billing arrangement, whose lines can be added up', async () => {
    const billing = (line: object, more: object = {}) => ({
      type: 'object',
      role: 'billing',
      properties: {
        lines: { type: 'array', items: { type: 'object', properties: line, required: ['kind'] } },
        ...more,
      },
    });
    const fixed = { kind: { enum: ['fixed'] }, amount: { type: 'string', format: 'amount' } };
    const at = '/form/properties/money/properties/lines';
    expect((await withForm({ money: billing(fixed) })).status).toBe(201);
    expect(await ofForm({ money: { type: 'string', role: 'billing' } })).toEqual([`${at} billing`]);
    expect(await ofForm({ money: billing({ ...fixed, kind: { enum: ['fixed', 'barter'] } }) })).toEqual([
      `${at}/items/properties/kind billing`,
    ]);
    expect(await ofForm({ money: billing({ ...fixed, amount: { type: 'number' } }) })).toEqual([
      `${at}/items/properties/amount billing`,
    ]);
    expect(await ofForm({ money: billing({ ...fixed, kind: { enum: ['fixed', 'usage'] } }) })).toEqual(
      ['rate', 'cap', 'period'].map((name) => `${at}/items/properties/${name} billing`),
    );
    expect(await ofForm({ money: billing(fixed, { schedule: { type: 'string' } }) })).toEqual([
      '/form/properties/money/properties/schedule billing',
    ]);
    expect(await ofForm({ money: billing(fixed), more: billing(fixed) })).toEqual([
      '/form/properties/more/role duplicate',
    ]);
  });
});

describe('a definition of ready', () => {
  it('uses only fields that the form or the deal has', async () => {
    expect(await ready({ field: 'form.budget', op: 'exists' })).toEqual(['/ready/0/when/field unknownField']);
    expect(await ready({ field: 'source', op: 'eq', value: 'ads' })).toEqual(['/ready/0/when/field unknownField']);
    expect(await ready({ field: 'deal.colour', op: 'exists' })).toEqual(['/ready/0/when/field unknownField']);
    expect(await ready({ field: 'form.seats', op: 'contains', value: '3' })).toEqual(['/ready/0/when/op operator']);
    expect(await ready({ field: 'deal.amount', op: 'gt', value: '3' })).toEqual(['/ready/0/when/value type']);
    expect(await ready({})).toEqual(['/ready/0/when matchesAll']);
  });

  it('compares a field only with values that it can have', async () => {
    const risk = (op: string, value: unknown) => ready({ field: 'form.risk', op, value });
    expect(await risk('eq', 'middling')).toEqual(['/ready/0/when/value neverSo']);
    expect(await risk('in', ['LOW', 'middling'])).toEqual(['/ready/0/when/value/1 neverSo']);
    expect(await risk('startsWith', 'x')).toEqual(['/ready/0/when/value neverSo']);
    expect(await ready({ field: 'form.seats', op: 'eq', value: 0 })).toEqual(['/ready/0/when/value neverSo']);
    expect(await ready({ all: [{ field: 'form.seats', op: 'gt', value: 500 }] })).toEqual([
      '/ready/0/when/all/0/value neverSo',
    ]);
    expect(await ready({ field: 'form.billing.lines.kind', op: 'contains', value: 'barter' })).toEqual([
      '/ready/0/when/value neverSo',
    ]);
    expect(await ready({ field: 'form.context', op: 'missing' })).toEqual(['/ready/0/when/op neverSo']);
  });

  it('requires nothing that cannot hold at the same time', async () => {
    const together = async (...conditions: object[]) =>
      faults(
        await asked({ name: `Kind ${Math.random()}`, ready: conditions.map((when) => ({ when, text: 'So it is' })) }),
      );
    const risk = (op: string, value: unknown) => ({ field: 'form.risk', op, value });
    const seats = (op: string, value: number) => ({ field: 'form.seats', op, value });
    const amount = (op: string, value: number) => ({ field: 'deal.amount', op, value });
    expect(await together(risk('eq', 'low'), risk('eq', 'high'))).toEqual(['/ready/1/when unmeetable']);
    expect(
      await together({ all: [risk('ne', 'low'), { all: [risk('ne', 'HIGH')] }, { field: 'form.risk', op: 'exists' }] }),
    ).toEqual(['/ready/0/when/all/2 unmeetable']);
    expect(await together(seats('gt', 4), seats('lt', 5))).toEqual(['/ready/1/when unmeetable']);
    expect(await together(amount('gte', 5), amount('lt', 5))).toEqual(['/ready/1/when unmeetable']);
    expect(await together({ field: 'deal.term', op: 'exists' }, { field: 'deal.term', op: 'missing' })).toEqual([
      '/ready/1/when unmeetable',
    ]);
    const made = await asked({
      ready: [
        ...[amount('gt', 4), amount('lt', 5), seats('gte', 5), seats('lte', 5)],
        ...[{ any: [risk('eq', 'low'), seats('eq', 7)] }, { not: risk('eq', 'low') }],
        { field: 'form.margin', op: 'startsWith', value: 'a' },
        { field: 'form.margin', op: 'endsWith', value: 'b' },
      ].map((when) => ({ when, text: 'So it is' })),
    });
    expect(made.status).toBe(201);
  });

  it('accepts conditions that can hold', async () => {
    const conditions = [
      { field: 'form.risk', op: 'eq', value: 'Low' },
      { field: 'form.seats', op: 'gte', value: 500 },
      { field: 'form.billing.lines.kind', op: 'in', value: ['fixed', 'usage'] },
      { field: 'deal.amount', op: 'lt', value: 50000 },
      { field: 'deal.term.endsOn', op: 'exists' },
      { not: { field: 'form.context', op: 'missing' } },
      { field: 'form.margin', op: 'matches', value: '^\\d+ %$' },
    ];
    const all = conditions.map((when) => ({ when, text: 'So it is' }));
    expect((await asked({ ready: all })).status).toBe(201);
    expect(A_FORM.properties.risk.enum).toEqual(['low', 'high']);
  });
});
