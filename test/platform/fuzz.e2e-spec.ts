import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { SCOPES } from '../../src/auth/scope.js';
import { TestApplication } from '../support/application.js';
import { ADMIN_KEY, type Answer } from '../support/client.js';
import { type Given, type Thought, thoughts } from '../support/fuzzer.js';
import { aDesk, aLead, aRep, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { runs } from '../support/runs.js';

/** `npm run bench -- fuzz` sets more requests and a new seed each time. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? runs(300, 10_000));
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_120);
/** Long enough that only a hanging request exceeds it, not a slow machine. */
const ANSWERED_WITHIN_MS = 120_000;

let app: TestApplication;
let database: pg.Client;
let requests: fc.Arbitrary<Thought>;

beforeAll(async () => {
  app = await TestApplication.start();
  database = new pg.Client({ connectionString: app.database.url });
  await database.connect();
  const boss = await aRep(app, 'Boss');
  const reps = [boss, await aRep(app, 'Ann', { managerId: boss.id }), await aRep(app, 'Bo')];
  const { pool } = await aDesk(app, reps, {}, { queueOwnerId: boss.id });
  const policy = await aPolicy(app, {}, { time: 'elapsed' });
  const team = await app.must('POST', '/v1/teams', { name: 'Team', repIds: [boss.id] });
  const leads = [await aLead(app), await aLead(app, { owner: { repId: boss.id } }), await aLead(app)];
  const absence = { from: '2026-04-01T00:00:00.000Z', to: '2026-04-02T00:00:00.000Z' };
  await app.must('POST', `/v1/reps/${boss.id}/absences`, absence);
  const source = await app.must('POST', '/v1/sources', { code: 'web', duplicates: 'join', aliases: ['website'] });
  const list = await app.must('POST', '/v1/lists', { name: 'Postcodes', values: ['10115'] });
  const account = await app.must('POST', '/v1/accounts', { name: 'Acme', domains: ['acme.example'] });
  const deal = await app.must('POST', '/v1/deals', {
    name: 'Licences',
    account: { id: account.id },
    amount: '100.00',
    currency: 'EUR',
  });
  const spare = await app.must('POST', '/v1/api-keys', { name: 'Spare', scopes: ['read'] });
  const idsAt = async (path: string) => (await app.must('GET', path)).data.map(({ id }: { id: string }) => id);
  const ids = {
    reps: reps.map(({ id }) => id),
    pools: [pool.id],
    teams: [team.id],
    'sla-policies': [policy.id],
    leads: leads.map(({ id }) => id),
    calendars: await idsAt('/v1/calendars'),
    queues: await idsAt('/v1/queues'),
    sources: [source.id],
    lists: [list.id],
    accounts: [account.id],
    deals: [deal.id],
    'disposition-reasons': await idsAt('/v1/disposition-reasons'),
    notifications: await idsAt(`/v1/reps/${boss.id}/notifications`),
    'api-keys': [spare.id],
    nobody: [NOBODY],
  };
  // The admin key is as frequent as all others together, because it reaches furthest.
  const keys = [null, 'tl_wrong', ...SCOPES.map(() => ADMIN_KEY)];
  for (const scope of SCOPES) {
    const isPersonal = scope === 'rep' || scope === 'manager';
    keys.push(await app.keyFor([scope], isPersonal ? boss.id : undefined));
  }
  const document = (await app.get('/openapi.json', { key: null })).body;
  requests = thoughts(document, { ids, keys, bodies: await goodBodies(ids) });
});

afterAll(async () => {
  await database.end();
  await app.stop();
});

/** Bodies that the API accepts: present resources sent back unchanged, or created again under another name. */
async function goodBodies(ids: Readonly<Record<string, readonly string[]>>): Promise<Given['bodies']> {
  const bodies: Record<string, Record<string, unknown>> = {
    'PUT /v1/settings': await app.must('GET', '/v1/settings'),
    'PUT /v1/routing': await app.must('GET', '/v1/routing'),
    'POST /v1/leads': { source: 'web', contact: { name: 'Kim Lee', phone: '+4930123456' } },
    'POST /v1/leads/{id}/touches': { kind: 'call', outcome: 'noAnswer' },
    'POST /v1/leads/{id}/reassign': { repId: ids.reps![0], reason: 'Swap' },
    'POST /v1/leads/{id}/milestones': { name: 'qualified' },
    'POST /v1/leads/reassign': { ids: ids.leads, to: { repId: ids.reps![0] }, reason: 'Swap' },
    'PUT /v1/accounts/batch': { accounts: [{ name: 'Mills', domains: ['mills.example'] }] },
    'POST /v1/accounts': { name: 'Ports' },
    'PATCH /v1/accounts/{id}': { type: 'customer' },
    'POST /v1/deals': { name: 'Seats', account: { name: 'Acme' }, amount: '10.00', currency: 'EUR' },
    'PATCH /v1/deals/{id}': { amount: '20.00', product: 'Seats' },
    'PUT /v1/deals/by-ref/{system}/{ref}': { name: 'Seats', account: { name: 'Acme' }, amount: '1', currency: 'EUR' },
    'PUT /v1/accounts/by-ref/{system}/{ref}': { name: 'Harbour' },
    'POST /v1/leads/batch': { leads: [{ source: 'web', contact: { email: 'kim@example.org' } }] },
    'POST /v1/touches/batch': { touches: [{ leadId: ids.leads![0], kind: 'call', outcome: 'connected' }] },
    'POST /v1/lists': { name: 'Countries', values: ['DE', 'AT'] },
    'PUT /v1/lists/{id}': { name: 'Postcodes', values: ['10117'] },
    'POST /v1/routing/replay': { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' },
    'POST /v1/leads/{id}/disposition': { category: 'lost', reason: 'price' },
    'POST /v1/routing/preview': { lead: { source: 'web' } },
  };
  const paths = ['reps', 'pools', 'teams', 'queues', 'sources', 'sla-policies', 'calendars', 'disposition-reasons'];
  for (const path of paths) {
    const document = await app.must('GET', `/v1/${path}/${ids[path]![0]}`);
    const { version: _, ...present } = document;
    const { id, createdAt, updatedAt, available, ...made } = present;
    bodies[`PUT /v1/${path}/{id}`] = { ...present, id: undefined };
    bodies[`POST /v1/${path}`] = made;
  }
  return bodies;
}

/** A fingerprint of the state: every change of leads or configuration leaves an event or a revision. */
async function state(): Promise<object> {
  const { rows } = await database.query(
    `select (select revision from configuration_revision) as revision, (select max(seq) from event) as event,
            (select count(*) from api_key where revoked_at is null) as keys`,
  );
  return rows[0];
}

async function ask({ method, path, key, headers, body, raw }: Thought): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ANSWERED_WITHIN_MS} ms`)), ANSWERED_WITHIN_MS);
  });
  const asking = { key, headers, ...(raw !== undefined && { raw }) };
  return Promise.race([app.ask(method, path, body, asking), late]).finally(() => clearTimeout(timer));
}

it('any request gets a documented answer in time and never a 5xx, and a refused one changes nothing', async () => {
  let before = await state();
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(requests, async (thought) => {
      const { status } = await ask(thought);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      expect(status).toBeLessThan(500);
      const after = await state();
      if (status >= 400) expect(after).toEqual(before);
      before = after;
    }),
    // No shrinking: earlier requests are part of the cause, so a smaller request alone would show something else.
    { numRuns: REQUESTS, seed: SEED, endOnFailure: true },
  );
  // The test would prove little if nearly every request were refused at the door.
  const taken = [...statuses].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
  expect(taken).toBeGreaterThan(REQUESTS / 10);
  if (process.env.FUZZ_REQUESTS !== undefined)
    process.stdout.write(`fuzzed: ${JSON.stringify([...statuses].sort())}\n`);
}, 3_600_000);
