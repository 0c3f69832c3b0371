import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { Expressions, startThread } from '../../src/sources/maps/expressions.service.js';
import { ContactReports } from '../../src/sources/touches/contact-reports.service.js';
import { TestApplication } from '../support/application.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aPool, aRep } from '../support/people.js';

let app: TestApplication;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  const pool = await aPool(app, 'All', [await aRep(app, 'Mia')]);
  await app.must('PUT', '/v1/routing', { rules: [], fallback: { poolId: pool.id } });
  await app.mark();
});
afterEach(() => app.back());
afterAll(() => app.stop());

const aConnection = (map: Json, fields: Json = {}): Promise<Json> =>
  app.must('POST', '/v1/inbound', { name: 'Tool', kind: 'json', source: 'tool', map, ...fields });
async function send({ key }: Json, payload: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${app.url}/in/${key}`, { method: 'POST', body: JSON.stringify(payload), headers });
  expect(answer.status).toBe(200);
  await app.application.app.get(Arrivals).idle();
  await app.application.app.get(ContactReports).idle();
}
const leads = async (): Promise<Json[]> => (await app.must('GET', '/v1/leads')).data;
const detail = ({ id }: Json): Promise<Json> => app.must('GET', `/v1/leads/${id}`);
const tryIt = ({ id }: Json, body: Json): Promise<Json> => app.must('POST', `/v1/inbound/${id}/try`, body);

/** Three answers, of which the last is an address. */
const PAYLOAD = {
  answers: [
    { field: 'budget', text: '40' },
    { field: 'seats', text: '5' },
    { field: 'mail', text: 'KIM@EXAMPLE.COM' },
  ],
};
const ADDRESS = { jsonata: "$lowercase(answers[field = 'mail'].text)" };

/** Expressions that would never end, or want all memory. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['calls itself', '($f := function($x) { 1 + $f($x + 1) }; $f(0))'],
  ['loops in its tail', '($f := function($x) { $f($x + 1) }; $f(0))'],
  ['is a regular expression that tries everything', "$match('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', /^(a+)+$/)"],
  ['doubles a text', "($f := function($t) { $f($t & $t) }; $f('0123456789'))"],
  ['makes a text at once', "$pad('x', 4000000000)"],
  ['makes a list of millions', '$sum([1..9999999])'],
  ['nests lists', '$count([1..3000].([1..3000].([1..3000])))'],
  ['is a function', 'function($x) { $x }'],
  ['is too long', "$join([1..9000].('0123456789'))"],
  ['looks for the program', '$constructor.constructor("return process")().exit()'],
];

describe('an expression of a map', () => {
  it('is a value of a lead, beside other rules', async () => {
    const connection = await aConnection({
      'contact.email': ADDRESS,
      'attributes.total': { jsonata: "$sum(answers[field in ['budget', 'seats']].$number(text))" },
      'attributes.tags': { jsonata: 'answers.field' },
      'attributes.kind': { value: 'survey' },
      'contact.phone': { jsonata: 'nowhere.at.all' },
    });
    await send(connection, PAYLOAD);
    const lead = await detail((await leads())[0]!);
    expect(lead).toMatchObject({
      contact: { email: 'kim@example.com' },
      attributes: { total: 45, tags: 'budget, seats, mail', kind: 'survey' },
    });
    expect(lead.contact.phone).toBeUndefined();
  });

  it('can be tried before it is saved, and says why it has no value', async () => {
    const connection = await aConnection({});
    const map = { 'contact.email': ADDRESS, 'attributes.total': { jsonata: "$number('forty')" } };
    expect(await tryIt(connection, { payload: PAYLOAD, map })).toMatchObject({
      lead: { contact: { email: 'kim@example.com' } },
      failures: { 'attributes.total': expect.stringContaining('forty') },
      reason: null,
    });
  });

  it.each<[Json, string, string]>([
    [{ 'contact.email': { jsonata: 'answers[' } }, '/map/contact.email/jsonata', 'no expression of JSONata'],
    [{ 'contact.email': { jsonata: 'x'.repeat(2_001) } }, '/map/contact.email', ''],
    [Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`attributes.a${index}`, ADDRESS])), '/map', '20'],
    [{ 'contact.nobody': ADDRESS }, '/map/contact.nobody', 'no field'],
  ])('%j is refused at %s', async (map, pointer, words) => {
    const answer = await app.ask('POST', '/v1/inbound', { name: 'Tool', kind: 'json', source: 'tool', map });
    expect(answer.status).toBe(422);
    const { errors } = answer.body as { errors: Json[] };
    expect(errors.find((each) => each.pointer.startsWith(pointer))?.message).toContain(words);
  });

  it('is a part of a call, too', async () => {
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { phone: '+4915112345605' } });
    const map = { phone: { jsonata: "'+' & who.number" }, outcome: { jsonata: "talked ? 'connected' : 'noAnswer'" } };
    await app.moveBy(MINUTE);
    await send(await aConnection(map, { kind: 'touches' }), { who: { number: '4915112345605' }, talked: true });
    expect((await app.must('GET', `/v1/leads/${lead.id}/touches`)).data).toMatchObject([{ outcome: 'connected' }]);
  });

  it.each(HOSTILE)('that %s ends, and nobody else is held up', async (_, jsonata) => {
    const connection = await aConnection({ 'attributes.x': { jsonata }, 'contact.email': 'email' });
    const sent = send(connection, { email: 'kim@example.com' });
    // Meanwhile the node answers.
    let answered = 0;
    const isSent = sent.then(() => true);
    while (!(await Promise.race([isSent, new Promise((resolve) => setTimeout(resolve, 20, false))]))) {
      const asked = performance.now();
      await app.must('GET', '/v1/inbound');
      answered = Math.max(answered, performance.now() - asked);
    }
    expect(answered).toBeLessThan(2_500);
    const lead = await detail((await leads())[0]!);
    expect(lead).toMatchObject({ contact: { email: 'kim@example.com' } });
    expect(lead.attributes?.x).toBeUndefined();
    // Others go on, in a thread that works.
    expect((await tryIt(connection, { payload: PAYLOAD, map: { 'contact.email': ADDRESS } })).lead.contact).toEqual({
      email: 'kim@example.com',
    });
  });

  it('says that it has no value among the issues of the lead', async () => {
    const connection = await aConnection({ 'attributes.x': { jsonata: '1 + "x"' }, 'contact.email': 'email' });
    await send(connection, { email: 'kim@example.com' });
    expect(await detail((await leads())[0]!)).toMatchObject({ issues: ['unreadableField'] });
  });

  it('is left out for some minutes once its connection was stopped three times', async () => {
    const stuck = { jsonata: `$match(text, /^(a+)+$/)` };
    const connection = await aConnection({});
    const tried = { payload: { text: `${'a'.repeat(40)}!` }, map: { 'attributes.x': stuck } };
    for (let time = 0; time < 3; time += 1)
      expect((await tryIt(connection, tried)).failures['attributes.x']).toContain('was stopped');
    const began = performance.now();
    expect((await tryIt(connection, tried)).failures['attributes.x']).toContain('for some minutes');
    expect(performance.now() - began).toBeLessThan(2_500);
    const other = await aConnection({ 'contact.email': ADDRESS }, { name: 'Other' });
    expect((await tryIt(other, { payload: PAYLOAD })).lead.contact.email).toBe('kim@example.com');
    await app.moveBy(6 * MINUTE);
    expect((await tryIt(connection, { ...tried, payload: { text: 'aaa' } })).failures).toEqual({});
  });

  it('that is tried pauses no more than tries, and only an admin tries another map', async () => {
    const connection = await aConnection({ 'contact.email': ADDRESS });
    const stuck = { 'attributes.x': { jsonata: '$match(text, /^(a+)+$/)' } };
    const tried = { payload: { text: `${'a'.repeat(40)}!` }, map: stuck };
    for (let time = 0; time < 3; time += 1)
      expect((await tryIt(connection, tried)).failures['attributes.x']).toContain('was stopped');
    await send(connection, PAYLOAD);
    expect(await leads()).toMatchObject([{ contact: { email: 'kim@example.com' } }]);
    const path = `/v1/inbound/${connection.id}/try`;
    await app.moveBy(6 * MINUTE);
    for (const scope of ['read', 'integration']) {
      const key = await app.keyFor([scope]);
      const refused = await app.ask('POST', path, tried, { key });
      expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('Only an admin') } });
      expect((await app.ask('POST', path, { payload: PAYLOAD }, { key })).body).toMatchObject({
        lead: { contact: { email: 'kim@example.com' } },
      });
    }
  });

  it('that JSONata itself stops three times is left out for some minutes, too', async () => {
    const loop = { jsonata: '($f := function($x) { $f($x + 1) }; slow ? $f(0) : 1)' };
    const connection = await aConnection({ 'attributes.x': loop });
    for (let time = 0; time < 3; time += 1)
      expect((await tryIt(connection, { payload: { slow: true } })).failures['attributes.x']).toContain('300');
    expect((await tryIt(connection, { payload: {} })).failures['attributes.x']).toContain('for some minutes');
  });

  it('keeps what arrives waiting while it is left out, and has it read afterwards', async () => {
    const loop = '($f := function($x) { $f($x + 1) }; slow ? $f(0) : mail)';
    const connection = await aConnection({ 'contact.email': { jsonata: loop } });
    const calls = await aConnection(
      { phone: { jsonata: loop.replace('mail', 'number') }, outcome: { value: 'connected' } },
      { kind: 'touches', name: 'Calls' },
    );
    const lead = await app.must('POST', '/v1/leads', { source: 'web', contact: { phone: '+4915112345605' } });
    await app.moveBy(MINUTE);
    // What is reported is evaluated twice.
    for (const each of [connection, connection, connection, calls, calls]) await send(each, { slow: true, number: '' });
    await send(connection, { mail: 'kim@example.com' });
    await send(calls, { number: '+4915112345605' });
    const waiting = async () => (await app.must('GET', '/v1/inbound/arrivals?state=waiting')).data;
    expect(await waiting()).toMatchObject([{ reason: 'paused' }, { reason: 'paused' }]);
    const replaying = app.application.app.get(Replaying);
    await app.moveBy(MINUTE);
    await replaying.takeDue();
    expect((await replaying.replay((await waiting())[1].id)).state).toBe('waiting');
    await app.moveBy(5 * MINUTE);
    await replaying.takeDue();
    expect(await waiting()).toEqual([]);
    expect((await leads()).map(({ contact }) => contact.email)).toContain('kim@example.com');
    expect((await app.must('GET', `/v1/leads/${lead.id}/touches`)).data).toMatchObject([{ outcome: 'connected' }]);
  });

  it('has at most fifty payloads of a connection wait for their turn', async () => {
    const map = { 'contact.email': { jsonata: 'mail' } };
    const expressions = app.application.app.get(Expressions);
    const all = await Promise.all(
      Array.from({ length: 51 }, () => expressions.resolve({ id: 'busy', map }, { mail: 'kim@example.com' })),
    );
    expect(all.map(({ againAt }) => againAt === null)).toEqual([...Array(50).fill(true), false]);
    expect((await expressions.resolve({ id: 'busy', map }, {})).againAt).toBeNull();
  });

  it('does not leave work behind for which another connection is stopped', async () => {
    const left = "[$error('x'), ($s := $sum([1..2000].($*2)); $match(text, /^(a+)+$/))]";
    const guilty = await aConnection({ 'attributes.x': { jsonata: left } });
    const other = await aConnection({ 'contact.email': ADDRESS }, { name: 'Other' });
    const [failed, tried] = await Promise.all([
      tryIt(guilty, { payload: { text: `${'a'.repeat(40)}!` } }),
      tryIt(other, { payload: PAYLOAD }),
    ]);
    expect(failed.failures['attributes.x']).toContain('was stopped');
    expect(tried).toMatchObject({ lead: { contact: { email: 'kim@example.com' } }, failures: {} });
  });

  it.each([
    ['ends', 'process.exit(3)', 'ended with 3'],
    ['throws', "throw new Error('no such file')", 'no such file'],
  ])('is not waited for if its thread %s before it is ready', async (_, program, words) => {
    await expect(startThread(program)).rejects.toThrow(words);
  });

  it('is evaluated in another thread if its thread has ended meanwhile', async () => {
    const map = { 'contact.email': { jsonata: 'mail' } };
    const expressions = app.application.app.get(Expressions);
    const resolve = () => expressions.resolve({ id: 'ended', map }, { mail: 'kim@example.com' });
    await resolve();
    await (await expressions['worker'])!.terminate();
    expect((await resolve()).failures).toEqual({});
  });

  it('may have a payload that is nested too deeply', async () => {
    const connection = await aConnection({ 'contact.email': { jsonata: 'email' }, 'attributes.y': 'email' });
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const body = `{"email":"kim@example.com","deep":${deep}}`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}/in/${connection.key}`, { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    await app.application.app.get(Arrivals).idle();
    const { data } = await app.must('GET', '/v1/inbound/arrivals');
    expect(data).toHaveLength(1);
  });
});
