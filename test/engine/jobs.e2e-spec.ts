import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Jobs } from '../../src/engine/jobs.service.js';
import { JobRunners } from '../../src/engine/workers.service.js';
import { type JobStep, LEASE_MS } from '../../src/jobs/job.js';
import { JobStore } from '../../src/jobs/job.store.js';
import { Database } from '../../src/platform/sql/database.js';
import { newId } from '../../src/platform/values/ids.js';
import { MONDAY, TestApplication } from '../support/application.js';
import { DAY } from '../support/instants.js';
import { settleJobsAround } from '../support/job-parts.js';
import type { Json } from '../support/json.js';
import { aDesk, NOBODY } from '../support/people.js';

const START = Date.parse(MONDAY);
/** More leads than one part of a job processes. */
const LEADS = 600;

let app: TestApplication;
let asked: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  await aDesk(app, ['Ann', 'Bo']);
  const leads = Array.from({ length: LEADS }, (_, index) => ({
    source: 'web',
    contact: { email: `p${index}@example.org` },
  }));
  await app.must('POST', '/v1/leads/batch', { leads });
  await app.moveBy(DAY);
});
afterAll(() => app.stop());

function ask(key?: string): Promise<Json> {
  const body = {
    policy: { when: {}, firstTouch: { within: 'PT5M' } },
    from: MONDAY,
    to: new Date(START + DAY).toISOString(),
  };
  return app.must('POST', '/v1/sla-policies/dry-run', body, key === undefined ? undefined : { key });
}
const now = (id: string = asked.id): Promise<Json> => app.must('GET', `/v1/jobs/${id}`);
const store = () => app.application.app.get(JobStore);
const database = () => app.application.app.get(Database);

beforeEach(async () => {
  asked = await ask();
});
afterEach(async () => {
  for (const { id, state } of (await app.must('GET', '/v1/jobs')).data)
    if (state === 'running') await app.must('DELETE', `/v1/jobs/${id}`);
});

/** Simulates a node that takes the job, does a part of it, and then dies. */
async function aNodeThatDies(): Promise<() => Promise<boolean>> {
  const nodeId = newId(app.time.now());
  const taken = (await store().takeNext(database(), nodeId, app.time.now(), []))!;
  const policyDryRun = app.application.app.get(JobRunners).of('policyDryRun');
  const part = (await policyDryRun.step(taken, taken.cursor)) as Extract<JobStep, { kind: 'goOn' }>;
  const save = () => store().saveIfTaken(database(), taken.id, nodeId, { ...part, now: app.time.now() });
  expect(await save()).toBe(true);
  return save;
}

describe('a job', () => {
  it('runs in the background, and then has its result', async () => {
    expect(asked).toEqual({
      id: asked.id,
      kind: 'policyDryRun',
      state: 'running',
      progress: 0,
      createdAt: new Date(app.time.now()).toISOString(),
      startedAt: null,
      finishedAt: null,
    });
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'done', progress: 1, result: { leads: LEADS } });
    const { data } = await app.must('GET', '/v1/jobs?limit=1');
    expect(data).toMatchObject([{ id: asked.id, state: 'done' }]);
    expect(data[0]).not.toHaveProperty('result');
  });

  it('is continued when its node has died, and no lead is counted twice', async () => {
    const save = await aNodeThatDies();
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'running', finishedAt: null });
    await app.moveBy(LEASE_MS - 1);
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'running' });
    await app.moveBy(1);
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'done', result: { leads: LEADS, covered: LEADS } });
    expect(await save()).toBe(false);
  });

  it('is continued at once if its node was shut down properly', async () => {
    let looks = 0;
    await app.application.app.get(Jobs).settle(() => {
      looks += 1;
      return looks > 3;
    });
    expect(await now()).toMatchObject({ state: 'running' });
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'done', result: { leads: LEADS } });
  });

  it('stops at once when it is cancelled, and stays cancelled', async () => {
    await settleJobsAround(app, { kind: 'policyDryRun', parts: 1 }, () => app.must('DELETE', `/v1/jobs/${asked.id}`));
    const cancelled = await now();
    expect(cancelled).toMatchObject({ state: 'cancelled' });
    expect(cancelled).not.toHaveProperty('result');
    await app.must('DELETE', `/v1/jobs/${asked.id}`);
    await app.settleJobs();
    expect(await now()).toEqual(cancelled);
  });

  it('cannot be finished by another node once it is cancelled', async () => {
    const save = await aNodeThatDies();
    await app.must('DELETE', `/v1/jobs/${asked.id}`);
    expect(await save()).toBe(false);
  });

  it('cannot be cancelled once it is over', async () => {
    await app.settleJobs();
    const done = await now();
    await app.must('DELETE', `/v1/jobs/${asked.id}`);
    expect(await now()).toEqual(done);
  });

  it('is run by one node, however many there are', async () => {
    const other = await TestApplication.start(new Date(app.time.now()).toISOString(), { database: app.database });
    const jobs = [asked, await ask(), await ask()];
    await Promise.all([app.settleJobs(), other.settleJobs(), app.settleJobs()]);
    for (const { id } of jobs) expect(await now(id)).toMatchObject({ state: 'done', result: { leads: LEADS } });
    await other.application.close();
  });

  it('that fails says so, and the next one runs', async () => {
    await app.asOwner(`update job set request = '{"from": "x", "to": "y"}' where id = '${asked.id}'`);
    const next = await ask();
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'failed', error: expect.stringContaining('an error in the program') });
    expect(await now(next.id)).toMatchObject({ state: 'done' });
  });

  it('that ends its node again and again is given up', async () => {
    await app.asOwner(`update job set attempts = 5 where id = '${asked.id}'`);
    await app.settleJobs();
    expect(await now()).toMatchObject({ state: 'failed', error: expect.stringContaining('started 5 times') });
  });

  it('can be cancelled only by the key that requested it and by admins', async () => {
    const [mine, others] = [await app.keyFor(['read']), await app.keyFor(['read'])];
    const job = await ask(mine);
    expect((await app.ask('DELETE', `/v1/jobs/${job.id}`, undefined, { key: others })).status).toBe(404);
    expect((await app.ask('DELETE', `/v1/jobs/${job.id}`, undefined, { key: mine })).status).toBe(204);
    expect((await app.ask('DELETE', `/v1/jobs/${NOBODY}`)).status).toBe(404);
    expect((await app.ask('GET', `/v1/jobs/${NOBODY}`)).status).toBe(404);
    expect(await now(job.id)).toMatchObject({ state: 'cancelled' });
  });

  it.each([
    ['before it was begun', 0],
    ['between two of its parts', 2],
  ])('is cancelled when the key that requested it is revoked %s', async (_when, parts) => {
    const { key, id } = await app.must('POST', '/v1/api-keys', { name: 'Leaked', scopes: ['admin'] });
    const others = await now();
    const job = await ask(key);
    await app.must('DELETE', `/v1/jobs/${others.id}`);
    let looks = 0;
    if (parts > 0)
      await app.application.app.get(Jobs).settle(() => {
        looks += 1;
        return looks > parts;
      });
    expect(await now(job.id)).toMatchObject({ state: 'running' });
    await app.must('DELETE', `/v1/api-keys/${id}`);
    await app.settleJobs();
    expect(await now(job.id)).toMatchObject({ state: 'cancelled', finishedAt: expect.any(String) });
  });

  it('is started once, however often the request is sent', async () => {
    const body = {
      policy: { when: {}, firstTouch: { within: 'PT5M' } },
      from: MONDAY,
      to: new Date(START + DAY).toISOString(),
    };
    const headers = { 'Idempotency-Key': 'one' };
    const [first, second] = [1, 2].map(() => app.ask('POST', '/v1/sla-policies/dry-run', body, { headers }));
    const [one, two] = [await first!, await second!];
    const again = await app.ask('POST', '/v1/sla-policies/dry-run', body, { headers });
    expect(one.status === 409 || two.status === 409 || one.body.id === two.body.id).toBe(true);
    expect([one.body.id, two.body.id]).toContain(again.body.id);
  });

  it('waits for those of its own key, not for all that another key has asked for', async () => {
    const [greedy, quiet] = [await app.keyFor(['read']), await app.keyFor(['read'])];
    await app.must('DELETE', `/v1/jobs/${asked.id}`);
    const [one, two] = [await ask(greedy), await ask(greedy)];
    const last = await ask(quiet);
    const served: string[] = [];
    const order: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const taken = (await store().takeNext(database(), newId(app.time.now()), app.time.now(), served))!;
      order.push(taken.id);
      served.push(taken.keyId);
    }
    expect(order).toEqual([one.id, last.id, two.id]);
  });

  it('is refused if a hundred of its key are waiting', async () => {
    for (let waiting = 1; waiting < 100; waiting += 1) await ask();
    const body = {
      policy: { when: {}, firstTouch: { within: 'PT5M' } },
      from: MONDAY,
      to: new Date(START + DAY).toISOString(),
    };
    const refused = await app.ask('POST', '/v1/sla-policies/dry-run', body);
    expect(refused).toMatchObject({ status: 503, body: { detail: expect.stringContaining('100 jobs of this key') } });
    expect((await ask(await app.keyFor(['read']))).state).toBe('running');
  });

  it('is deleted thirty days after its end', async () => {
    await app.settleJobs();
    await app.moveBy(30 * DAY);
    await app.application.app.get(Jobs).forget();
    expect(await now()).toMatchObject({ state: 'done' });
    await app.moveBy(1);
    await app.application.app.get(Jobs).forget();
    expect((await app.ask('GET', `/v1/jobs/${asked.id}`)).status).toBe(404);
  });
});
