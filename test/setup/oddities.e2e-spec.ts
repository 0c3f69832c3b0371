import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
beforeEach(async () => {
  app = await TestApplication.start();
});
afterEach(() => app.stop());

const warnings = async () =>
  (await app.must('GET', '/v1/setup')).warnings.map(({ code, text }: { code: string; text: string }) => {
    expect(text).toMatch(/^[A-Z].*: (PUT|POST) \/v1\/.*\.$/);
    return `${code} ${(/"(.*?)"/.exec(text) ?? /^(\w+)/.exec(text))![1]}`.trim();
  });

async function led(...names: string[]): Promise<Json[]> {
  const { id: managerId } = await aRep(app, 'Boss');
  return Promise.all(names.map((name) => aRep(app, name, { managerId })));
}

/** A desk that causes no warning. */
async function aSoundDesk(): Promise<void> {
  const boss = await aRep(app, 'Boss');
  const ann = await aRep(app, 'Ann', { managerId: boss.id });
  const bo = await aRep(app, 'Bo', { managerId: boss.id });
  await aDesk(app, [ann, bo], {}, { queueOwnerId: boss.id });
  await aPolicy(app);
}

it('a desk where everybody gets leads causes no warning', async () => {
  await aSoundDesk();
  expect(await warnings()).toEqual([]);
});

it('a policy that moves leads in a pool of one causes a warning', async () => {
  const [ann, off] = [await aRep(app, 'Ann'), await aRep(app, 'Off', { active: false })];
  const { pool } = await aDesk(app, [ann, off]);
  const moves = await aPolicy(app, {}, { name: 'Moves' });
  expect(moves.warnings).toEqual([
    {
      pointer: '/firstTouch/onBreach',
      message:
        'The policy "Moves" moves leads after a miss, but in the pool "Desk" nobody else can take them: PUT /v1/pools/{id} with more members, or with a fallbackPoolId.',
    },
  ]);
  expect(await aPolicy(app, {}, { name: 'Tells', mode: 'notify' })).not.toHaveProperty(
    'warnings.0.pointer',
    '/firstTouch/onBreach',
  );
  expect(await warnings()).toContain('policyMovesNowhere Moves');
  const other = await aPool(app, 'Others', [await aRep(app, 'Bo')]);
  await app.must('PUT', `/v1/pools/${pool.id}`, { ...pool, fallbackPoolId: other.id });
  expect(await warnings()).not.toContain('policyMovesNowhere Moves');
});

it('a cadence that cannot prove a lead unreachable causes a warning, and one that can does not', async () => {
  await aDesk(app, await led('Ann', 'Bo'));
  const steps = [{ kinds: ['call'], after: 'P1D', within: 'P1D' }];
  const rule = (attempts: number, over: string) => ({
    attempts,
    over,
    // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
    then: { category: 'recycle', reason: 'unreachable' },
  });
  const named = async (name: string, unreachable: object) =>
    (
      await aPolicy(
        app,
        {},
        { name, when: { field: 'source', op: 'eq', value: name }, followUp: { steps }, unreachable },
      )
    ).warnings;
  expect(await named('Few', rule(3, 'P3D'))).toMatchObject([
    { pointer: '/unreachable/attempts', message: expect.stringContaining('asks for 3 attempts') },
    { pointer: '/unreachable/over', message: expect.stringContaining('after 3 days at the earliest') },
  ]);
  expect(await named('Enough', rule(2, 'P2D'))).toBeUndefined();
  expect(await warnings()).toEqual(['unreachableUnproven Few', 'unreachableUnproven Few']);
});

it('a policy that closes leads with a retired reason causes a warning', async () => {
  await aDesk(app, await led('Ann', 'Bo'));
  const reason = await app.must('POST', '/v1/disposition-reasons', {
    code: 'no_reply',
    category: 'recycle',
    label: 'No reply',
    intent: 'realButNotNow',
  });
  // biome-ignore lint/suspicious/noThenProperty: the word of the API, and no function
  const unreachable = { attempts: 1, over: 'P1D', then: { category: 'recycle', reason: 'no_reply' } };
  const steps = [{ kinds: ['call'], after: 'P1D', within: 'P1D' }];
  await aPolicy(app, {}, { name: 'Inbound', followUp: { steps }, unreachable });
  expect(await warnings()).toEqual([]);
  await app.must('PUT', `/v1/disposition-reasons/${reason.id}`, { ...reason, active: false });
  expect(await warnings()).toEqual(['policyWithRetiredReason Inbound']);
});

it('rules and a fallback that lead to no active rep cause warnings', async () => {
  const off = await aRep(app, 'Off', { active: false });
  const empty = await aPool(app, 'Empty', [off]);
  const staffed = await aPool(app, 'Staffed', [await aRep(app, 'Ann')]);
  const backed = await aPool(app, 'Backed', [], { fallbackPoolId: staffed.id });
  const phone = { field: 'channel', op: 'eq', value: 'phone' };
  const rules = [
    { name: 'To nobody', when: phone, assign: { poolId: empty.id } },
    { name: 'To Off', when: { ...phone, value: 'chat' }, assign: { repId: off.id } },
    { name: 'Backed', when: { ...phone, value: 'mail' }, assign: { poolId: backed.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  expect(await warnings()).toEqual(['ruleWithoutAnybody To nobody', 'ruleWithoutAnybody To Off']);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: empty.id } });
  expect(await warnings()).toEqual(['fallbackWithoutAnybody Empty']);
});

it('rules and policies behind one that matches everything cause warnings', async () => {
  const { pool } = await aDesk(app, await led('Ann', 'Bo'));
  const assign = { poolId: pool.id };
  const rules = [
    { name: 'Phone', when: { field: 'channel', op: 'eq', value: 'phone' }, assign },
    { name: 'All', when: { all: [{}] }, assign },
    { name: 'Late', when: { field: 'channel', op: 'eq', value: 'chat' }, assign },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  await aPolicy(app, {}, { name: 'Every lead' });
  await aPolicy(app, {}, { name: 'Chat', when: { field: 'channel', op: 'eq', value: 'chat' } });
  expect(await warnings()).toEqual(['ruleHidden Late', 'policyHidden Chat']);
});

it('a policy for deals may come after the one that every lead gets', async () => {
  const { pool } = await aDesk(app, await led('Ann'));
  await app.must('PUT', '/v1/routing', { rules: [{ name: 'All', when: {}, assign: { poolId: pool.id } }] });
  const keeps = { maxReassignments: 0 };
  await aPolicy(app, keeps, { name: 'Every lead' });
  for (const part of [{ deals: { dealDate: 'P3D' } }, { renewal: { firstTalkBefore: 'P90D' } }]) {
    const [name] = Object.keys(part);
    expect(await aPolicy(app, {}, { name, ...part })).not.toHaveProperty('warnings');
  }
  expect(await warnings()).toEqual([]);
});

it('a rule behind one with the same or a wider condition on the same event causes a warning', async () => {
  const { reps, pool } = await aDesk(app, await led('Ann', 'Bo'));
  const assign = { poolId: pool.id };
  const [ads, german] = [
    { field: 'source', op: 'in', value: ['google-ads', 'meta'] },
    { field: 'contact.country', op: 'eq', value: 'DE' },
  ];
  const rules = [
    { name: 'Ads', when: ads, assign },
    { name: 'Same', when: { all: [{ ...ads, value: ['META', 'google-ads'] }] }, assign },
    { name: 'Less', when: { all: [german, { any: [ads] }, ads] }, assign },
    { name: 'Other', when: { any: [ads, german] }, assign },
    { name: 'Part of it', when: german, assign },
    { name: 'Another value', when: { ...ads, value: ['bing'] }, assign },
    { name: 'Gone', when: {}, assign: { dispose: { category: 'lost', reason: 'out_of_area' } } },
    { name: 'Back', when: { field: 'source', op: 'eq', value: 'x' }, assign },
    { name: 'Handed over', when: {}, on: 'milestone:qualified', assign: { repId: reps[0]!.id } },
    { name: 'Never', when: german, on: 'milestone:qualified', assign },
  ];
  const { warnings: told } = await app.must('PUT', '/v1/routing', { rules, fallback: { queueOwnerId: reps[0]!.id } });
  expect(told.map(({ pointer, message }: Json) => [pointer, message.match(/because (.+)\. To/)[1]])).toEqual([
    ['/rules/1', '"Ads" comes before it and matches every lead that it would match'],
    ['/rules/2', '"Ads" comes before it and matches every lead that it would match'],
    ['/rules/4', '"Other" comes before it and matches every lead that it would match'],
    ['/rules/9', '"Handed over" comes before it and matches every lead'],
  ]);
});

it('a request that sends leads to reps who have left is answered with a warning', async () => {
  const off = await aRep(app, 'Off', { active: false });
  const ann = await aRep(app, 'Ann');
  const staffed = await aPool(app, 'Staffed', [ann]);
  const empty = await app.must('POST', '/v1/pools', { name: 'Idle', members: [{ repId: off.id }] });
  const idle = expect.stringMatching(/^No member of the pool "Idle" is active/);
  expect(empty.warnings).toEqual([{ pointer: '/members', message: idle }]);
  const saved = await app.must('PUT', '/v1/routing', {
    rules: [{ name: 'All', when: {}, assign: { poolId: empty.id } }],
    fallback: { poolId: staffed.id, queueOwnerId: off.id },
  });
  const former = expect.stringMatching(/^The owner of the queue is Off, who is not active/);
  expect(saved.warnings).toEqual([
    { pointer: '/fallback/queueOwnerId', message: former },
    { pointer: '/rules/0/assign/poolId', message: expect.stringContaining('so its leads go to "Staffed"') },
  ]);
  expect(await warnings()).toContain('queueWithoutOwner The');
  const both = { name: 'Idle', members: [{ repId: off.id }, { repId: ann.id }] };
  expect(await app.must('PUT', `/v1/pools/${empty.id}`, both)).not.toHaveProperty('warnings');
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { queueOwnerId: ann.id } });
  const left = await app.must('PUT', `/v1/reps/${ann.id}`, { name: 'Ann', email: ann.email, active: false });
  expect(left.warnings).toMatchObject([{ pointer: '/active' }]);
});

it('routing rules without an owner of the queue are saved with a warning', async () => {
  const ann = await aRep(app, 'Ann');
  const [without, named] = [{ rules: [] }, { rules: [], fallback: { queueOwnerId: ann.id } }];
  expect(await app.must('PUT', '/v1/routing', named)).not.toHaveProperty('warnings');
  expect((await app.must('PUT', '/v1/routing?dryRun=true', without)).warnings).toEqual([
    { pointer: '/fallback/queueOwnerId', message: expect.stringMatching(/^Nobody is notified of waiting leads/) },
  ]);
});

describe('a request that saves something odd is answered with a warning', () => {
  const chat = { field: 'channel', op: 'eq', value: 'chat' };
  const hidden = (name: string) =>
    `No lead gets the policy "${name}", because "Every lead" comes before it and matches every lead. To change the order: PUT /v1/sla-policies/order.`;

  it('about a policy behind one that matches everything, and about what a policy hides', async () => {
    const every = await aPolicy(app, {}, { name: 'Every lead' });
    expect(every).not.toHaveProperty('warnings');
    const made = await aPolicy(app, {}, { name: 'Chat', when: chat });
    expect(made.warnings).toEqual([{ pointer: '', message: hidden('Chat') }]);
    const path = `/v1/sla-policies/${made.id}`;
    const read = await app.must('GET', path);
    expect(read).not.toHaveProperty('warnings');
    // The response may be sent back, changed or not.
    expect((await app.put(path, made)).body).toEqual(made);
    const renamed = await app.must('PUT', path, { ...made, name: 'Chats' });
    expect(renamed.warnings).toEqual([{ pointer: '', message: hidden('Chats') }]);
    expect(await app.must('PUT', `/v1/sla-policies/${every.id}`, { ...every, mode: 'notify' })).toMatchObject({
      warnings: [{ pointer: '/when', message: hidden('Chats') }],
    });
    const narrow = await app.must('PUT', `/v1/sla-policies/${every.id}`, { ...every, version: 2, when: chat });
    expect(narrow).not.toHaveProperty('warnings');
    expect(await app.must('PUT', path, { ...read, version: 2 })).not.toHaveProperty('warnings');
    expect(JSON.stringify((await app.must('GET', `${path}/versions`)).data)).not.toContain('warnings');
  });

  it('about rules behind one that matches everything, and about those that lead to no rep', async () => {
    const { pool, reps } = await aDesk(app, ['Ann']);
    const empty = await aPool(app, 'Empty', []);
    const to = ({ id }: { id: string }) => ({ poolId: id });
    const rules = [
      { name: 'Nowhere', when: chat, assign: to(empty) },
      { name: 'All', when: {}, assign: to(pool) },
      { name: 'Late', when: chat, assign: to(pool) },
    ];
    const saved = await app.must('PUT', '/v1/routing', {
      rules,
      fallback: { poolId: empty.id, queueOwnerId: reps[0]!.id },
    });
    expect(saved.warnings.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/rules/0/assign',
      '/fallback/poolId',
      '/rules/2',
    ]);
    const told = (await app.must('GET', '/v1/setup')).warnings.map(({ text }: { text: string }) => text);
    expect(saved.warnings.map(({ message }: { message: string }) => message)).toEqual(told);
    expect((await app.put('/v1/routing', saved)).body).toEqual(saved);
    expect(await app.must('GET', '/v1/routing')).not.toHaveProperty('warnings');
    const wise = await app.must('PUT', '/v1/routing', { rules: [rules[1]], fallback: { queueOwnerId: reps[0]!.id } });
    expect(wise).not.toHaveProperty('warnings');
  });
});

it('reps who get no leads, or are in two teams, cause warnings', async () => {
  const [ann, bo] = (await aDesk(app, await led('Ann', 'Bo'))).reps;
  await aRep(app, 'Cy');
  await aRep(app, 'Gone', { active: false });
  await app.must('POST', '/v1/teams', { name: 'North', repIds: [ann.id, bo.id] });
  await app.must('POST', '/v1/teams', { name: 'South', repIds: [bo.id] });
  // A rep who only receives what was won is not meant to get leads.
  const olga = await aRep(app, 'Olga');
  const team = await app.must('POST', '/v1/teams', { name: 'Operations', repIds: [olga.id] });
  expect(await warnings()).toEqual(['repWithoutPool Cy', 'repWithoutPool Olga', 'repInTwoTeams Bo']);
  const kind = await aHandoffKind(app, { teamId: team.id, repId: olga.id });
  expect(await warnings()).toEqual(['repWithoutPool Cy', 'repInTwoTeams Bo']);
  await app.delete(`/v1/handoff-kinds/${kind.id}`);
});

it('reps who get the leads of their accounts cause no warning', async () => {
  const { pool } = await aDesk(app, await led('Ann'));
  const [olga, sam] = [await aRep(app, 'Olga'), await aRep(app, 'Sam')];
  await app.must('POST', '/v1/accounts', { name: 'Acme', ownerRepId: olga.id, roles: { sales: sam.id } });
  expect(await warnings()).toEqual(['repWithoutPool Olga', 'repWithoutPool Sam']);
  const rules = [
    { name: 'Customers', when: {}, assign: { accountOwner: true, otherwise: 'continue' } },
    { name: 'All', when: {}, assign: { poolId: pool.id } },
  ];
  await app.must('PUT', '/v1/routing', { rules });
  expect(await warnings()).not.toContain('repWithoutPool Olga');
  expect(await warnings()).toContain('repWithoutPool Sam');
});

it('policies for deals with fields that deals lack, or with dates in reverse order, cause warnings', async () => {
  await aDesk(app, await led('Ann', 'Bo'));
  const named = async (name: string, fields: object) =>
    ((await aPolicy(app, {}, { name, mode: 'notify', ...fields })).warnings ?? []).map(
      ({ pointer, message }: Json) => `${pointer} ${message}`,
    );
  const german = { field: 'contact.country', op: 'eq', value: 'DE' };
  const web = { field: 'channel', op: 'eq', value: 'web' };
  const known = { all: [web, { field: 'account.type', op: 'eq', value: 'customer' }] };
  expect(await named('Known', { when: known, deals: { dealDate: 'P2D' } })).toEqual([]);
  expect(await named('Unknown', { when: { any: [web, german] }, deals: { dealDate: 'P2D' } })).toEqual([
    expect.stringMatching(
      /^\/when The policy "Unknown" has `deals`, but its condition uses contact\.country, which deals never have/,
    ),
  ]);
  const dates = (...[first, second, third]: string[]) => ({
    when: web,
    renewal: { firstTalkBefore: first, deciderNamedBefore: second, committedBefore: third },
  });
  expect(await named('In order', dates('P90D', 'P60D', 'P60D'))).toEqual([]);
  expect(await named('Reversed', dates('P30D', 'P60D', 'P90D'))).toEqual([
    expect.stringMatching(/^\/renewal\/deciderNamedBefore .*naming the decider 60 days before the last day/),
    expect.stringMatching(/^\/renewal\/committedBefore .*the commitment 90 days before the last day/),
  ]);
  expect(await named('Two', { when: web, renewal: { firstTalkBefore: 'P30D', committedBefore: 'P31D' } })).toHaveLength(
    1,
  );
  expect(await warnings()).toEqual([
    'dealsPolicyAsksUnknown Unknown',
    ...['Reversed', 'Reversed', 'Two'].map((name) => `renewalOutOfOrder ${name}`),
  ]);
});

it('a rule that no lead can match causes a warning', async () => {
  const { pool, reps } = await aDesk(app, await led('Ann', 'Bo'));
  const at = (field: string, op: string, value?: unknown) => ({ field, op, ...(value !== undefined && { value }) });
  const impossible = [
    { all: [at('contact.country', 'eq', 'DE'), at('contact.country', 'in', ['AT', 'CH'])] },
    {
      any: [
        { all: [at('channel', 'eq', 'a'), at('channel', 'ne', 'A')] },
        { all: [at('form', 'missing'), at('form', 'eq', 'x')] },
      ],
    },
    { all: [at('company.employees', 'gt', 50), at('company.employees', 'lte', 50)] },
    { all: [at('company.employees', 'eq', 10), at('company.employees', 'gte', 11)] },
  ];
  const possible = [
    { all: [at('contact.country', 'eq', 'DE'), at('contact.country', 'in', ['Germany', 'AT'])] },
    { any: [{ all: [at('channel', 'eq', 'a'), at('channel', 'eq', 'b')] }, at('form', 'exists')] },
    { all: [at('company.employees', 'gte', 50), at('company.employees', 'lte', 50)] },
    { all: [at('contact.doNot', 'in', ['call']), at('contact.doNot', 'in', ['sms'])] },
    { all: [at('source', 'eq', 'web'), at('source', 'eq', 'website')] },
  ];
  const rules = [...impossible, ...possible].map((when, index) => ({
    name: `Rule ${index}`,
    when,
    assign: { poolId: pool.id },
  }));
  const saved = await app.must('PUT', '/v1/routing', { rules, fallback: { queueOwnerId: reps[0]!.managerId } });
  expect(saved.warnings.map(({ pointer }: Json) => pointer)).toEqual(
    impossible.map((_, index) => `/rules/${index}/when`),
  );
  expect(saved.warnings[0].message).toMatch(/^No lead matches the rule "Rule 0", .*contact\.country contradict/);
  expect(await warnings()).toEqual(impossible.map((_, index) => `ruleImpossible Rule ${index}`));
});

it('pools without members, and members who may have no leads, cause warnings', async () => {
  const empty = await app.must('POST', '/v1/pools', { name: 'Nobody', members: [] });
  expect(empty.warnings).toEqual([
    { pointer: '/members', message: expect.stringContaining('"Nobody" has no members') },
  ]);
  const { reps } = await aDesk(app, await led('Ann', 'Bo'));
  const [ann] = reps;
  const full = await app.must('PUT', `/v1/reps/${ann!.id}`, { ...ann, capacity: { open: 0 } });
  expect(full.warnings).toEqual([{ pointer: '/capacity/open', message: expect.stringMatching(/^Ann gets no leads/) }]);
  expect(await warnings()).toEqual(['repWithoutCapacity Ann']);
  expect(
    await app.must('PUT', `/v1/reps/${ann!.id}`, { ...full, version: 2, capacity: { open: 1 } }),
  ).not.toHaveProperty('warnings');
  expect(await warnings()).toEqual([]);
});

it('national numbers of leads cause a warning as long as no country says whose they are', async () => {
  await aSoundDesk();
  for (const digits of ['11', '12']) await aLead(app, { contact: { phone: `030 90010${digits}` } });
  await aLead(app, { contact: { phone: '030 9001013' }, test: true });
  expect(await warnings()).toEqual([]);
  await aLead(app, { contact: { phone: '030 9001014' } });
  expect(await warnings()).toEqual(['numbersUnread Of']);
  await app.must('PUT', '/v1/settings', { defaultCountry: 'DE' });
  expect(await warnings()).toEqual([]);
});
