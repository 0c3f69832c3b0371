import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY } from '../support/client.js';
import { isHeldByNobody } from '../support/held.js';
import { aPool, aRep } from '../support/people.js';
import { runs } from '../support/runs.js';

let app: TestApplication;
let pool: { id: string };
let readKey: string;
beforeAll(async () => {
  app = await TestApplication.start();
  const reps = await Promise.all(['Ann', 'Bo', 'Cy'].map((name) => aRep(app, name)));
  pool = await aPool(app, 'P', reps);
  readKey = await app.keyFor(['read']);
});
afterAll(() => app.stop());

/** Sends a request without parsing the answer, which would block the event loop as well. */
async function status(method: string, path: string, body?: unknown, key = ADMIN_KEY): Promise<number> {
  const response = await fetch(app.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  await response.arrayBuffer();
  return response.status;
}

let chance = 7;
const hardText = (length: number) =>
  Array.from({ length }, () => {
    chance = (chance * 48_271) % 2_147_483_647;
    return 'axäé'[chance & 3];
  }).join('');

/** Rules that each match a pattern against an attribute of their own, and never match. */
const rulesOf = (count: number, pattern: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({
    name: `Rule ${index}`,
    when: { field: `attributes.a${index % 100}`, op: 'matches', value: pattern(index) },
    assign: { poolId: pool.id },
  }));

const attributes = (count: number, length: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, `1${hardText(length - 1)}`]));

/** The heaviest rules allowed: 7,500 instructions, in patterns that try every character in many ways. */
const worstRules = () => rulesOf(38, (index) => `(a|ä)[\\p{L}\\p{N}]{${190 - index}}[0-9]`);

describe('a heavy request', () => {
  it('is refused if it has too many patterns, before any is evaluated', async () => {
    const when = {
      any: Array.from({ length: 500 }, (_, index) => ({
        field: 'attributes.a0',
        op: 'matches',
        value: `(a|ä)[\\p{L}\\p{N}]{${900 - index}}[0-9]`,
      })),
    };
    const rules = [{ name: 'All', when, assign: { poolId: pool.id } }];
    const body = { lead: { source: 'web', attributes: attributes(1, 4_000) }, rules };
    const asked = async () => {
      const { status: answered, body: problem } = await app.post('/v1/routing/preview', body, { key: readKey });
      expect(answered).toBe(422);
      expect(problem.errors).toEqual([
        { pointer: '/rules/0/when/any/8/value', code: 'tooMuch', message: expect.stringContaining('at most 7,500') },
      ]);
    };
    expect(await isHeldByNobody(asked)).toBe(true);
  });

  it('is refused if its policy exceeds the limit on patterns together with other policies', async () => {
    const policy = (name: string, when: object) => ({ name, when, firstTouch: { within: 'PT5M' } });
    const asking = (value: string) => ({ field: 'attributes.a', op: 'matches', value });
    const first = await app.must('POST', '/v1/sla-policies', policy('First', asking('.{900}a')));
    const second = await app.must('POST', '/v1/sla-policies', policy('Second', asking('.{900}b')));
    const third = await app.post('/v1/sla-policies', policy('Third', asking('.{900}c')));
    expect(third.status).toBe(422);
    expect(third.body.errors).toMatchObject([{ pointer: '/when/value', code: 'tooMuch' }]);
    // A replacement may use the budget of the policy that it replaces.
    const replaced = await app.put(`/v1/sla-policies/${second.id}`, policy('Second', asking('.{950}d')));
    expect(replaced.status).toBe(200);
    const lead = { source: 'web', attributes: { a: 'x' } };
    const preview = { policy: { when: asking('.{900}c'), firstTouch: { within: 'PT5M' } }, lead };
    const previewed = await app.post('/v1/sla-policies/preview', preview, { key: readKey });
    expect(previewed.body.errors).toMatchObject([{ pointer: '/policy/when/value', code: 'tooMuch' }]);
    for (const { id } of [first, second]) await app.must('DELETE', `/v1/sla-policies/${id}`);
  });

  it('does not hold up others when it previews the heaviest rules allowed', async () => {
    const body = { lead: { source: 'web', attributes: attributes(100, 4_000) }, rules: worstRules() };
    const asked = async () => expect(await status('POST', '/v1/routing/preview', body, readKey)).toBe(200);
    expect(await isHeldByNobody(asked)).toBe(true);
  });

  it('does not hold up others when it previews the heaviest calendar', async () => {
    const day = Array.from({ length: 24 }, (_, hour) => {
      const at = String(hour).padStart(2, '0');
      return [`${at}:00`, `${at}:59`];
    });
    const calendar = {
      timeZone: 'America/New_York',
      hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((each) => [each, day])),
    };
    const deadlines = Array.from({ length: 2_000 }, (_, index) => ({
      from: `${1_990 + ((index * 37) % 110)}-06-01T00:00:00Z`,
      within: 'PT9000H',
    }));
    const asked = async () =>
      expect(await status('POST', '/v1/calendars/preview', { calendar, deadlines }, readKey)).toBe(200);
    expect(await isHeldByNobody(asked)).toBe(true);
  });

  it('does not hold up others with a batch of leads under the heaviest rules, nor with eight lists of them', async () => {
    await app.must('PUT', '/v1/routing', { rules: worstRules(), fallback: { poolId: pool.id } });
    await app.must('POST', '/v1/sla-policies', { name: 'All', when: {}, firstTouch: { within: 'PT5M' } });
    const leads = Array.from({ length: runs(400, 1_000) }, () => ({ source: 'web', attributes: attributes(2, 4_000) }));
    const one = { source: 'web', attributes: attributes(40, 4_000) };
    const single = async () => expect(await status('POST', '/v1/leads', one)).toBe(201);
    const batch = async () => expect(await status('POST', '/v1/leads/batch', { leads })).toBe(200);
    const lists = async () => {
      const asked = Array.from({ length: 8 }, () => status('GET', '/v1/leads?limit=1000'));
      expect(await Promise.all(asked)).toEqual(asked.map(() => 200));
    };
    for (const asked of [single, batch, lists]) expect(await isHeldByNobody(asked)).toBe(true);
  });
});
