import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Dispatch } from '../../src/deliveries/dispatch.service.js';
import { Arrivals } from '../../src/sources/arrivals/arrivals.service.js';
import { Replaying } from '../../src/sources/arrivals/replaying.service.js';
import { Looking } from '../../src/sources/asked/looking.service.js';
import { TestApplication } from '../support/application.js';
import { HOUR, MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { APP_SECRET, MetaServer, metaSettings, signed, told } from '../support/meta-server.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let other: TestApplication;
let meta: MetaServer;
let connection: Json;
beforeAll(async () => {
  app = await TestApplication.start(undefined, { asInstalled: true });
  other = await TestApplication.start(undefined, { database: app.database, asInstalled: true });
  meta = await MetaServer.start();
  const body = { name: 'Meta', kind: 'meta', source: 'meta-ads', secret: APP_SECRET, settings: metaSettings(meta) };
  connection = await app.must('POST', '/v1/inbound', body);
  await work();
});
beforeEach(() => meta.reset());
afterAll(async () => {
  await other.application.close();
  await app.stop();
  await meta.stop();
});

function tell(ids: readonly string[], to = app): Promise<Response> {
  const body = JSON.stringify(told(ids));
  const headers = { 'content-type': 'application/json', 'x-hub-signature-256': signed(body) };
  return fetch(`${to.url}/in/${connection.key}`, { method: 'POST', body, headers });
}
async function work(on = app): Promise<void> {
  await on.application.app.get(Looking).look();
  await on.application.app.get(Dispatch).look();
  await on.application.app.get(Arrivals).idle();
}
async function pass(ms: number): Promise<void> {
  await app.moveBy(ms);
  other.time.moveTo(app.time.now());
}
const add = (id: string) => meta.add(id, app.time.now(), { email: `p${id}@example.com` });
/** The leads with these ids at Meta, and what became of the latest that arrived. */
const leadsOf = async (ids: readonly string[]): Promise<Json[]> =>
  (await app.must('GET', '/v1/leads?limit=200')).data.filter(({ externalId }: Json) => ids.includes(externalId));
const latest = async (): Promise<Json> => (await app.must('GET', '/v1/inbound/arrivals?limit=1')).data[0];

describe('two nodes', () => {
  it('fetch each lead once, and look for leads one at a time', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => String(30_000 + at));
    for (const id of ids) add(id);
    await Promise.all([tell(ids), tell(ids, other)]);
    await Promise.all([work(), work(other)]);
    expect(await leadsOf(ids)).toHaveLength(30);
    for (const id of ids) expect(meta.askedFor(id)).toBe(1);
    await pass(HOUR);
    meta.asked.length = 0;
    await Promise.all([work(), work(other)]);
    expect(meta.asked.filter((path) => path.endsWith('/900/leads'))).toHaveLength(15);
  });

  it('lose nothing if one is stopped while it fetches, or before it has taken in what it fetched', async () => {
    add('1401');
    await tell(['1401']);
    // As a node that has taken the fetch and died.
    await app.asOwner(`update lead_fetch set attempts = 1, due_at = due_at + interval '1 minute'`);
    await work(other);
    expect(meta.askedFor('1401')).toBe(0);
    await pass(MINUTE);
    await work(other);
    expect(await leadsOf(['1401'])).toHaveLength(1);
    // As one that has stored what it fetched.
    const { id } = await latest();
    await app.asOwner(`update arrival set state = 'waiting', lead_id = null, due_at = received_at where id = '${id}'`);
    await app.application.app.get(Replaying).takeDue();
    expect(await latest()).toMatchObject({ id, state: 'accepted', leadId: id });
    expect(await leadsOf(['1401'])).toHaveLength(1);
  });

  it('settle a lead once if one stalls while Meta answers, and the other fetches it meanwhile', async () => {
    add('1501');
    meta.fails = (path) => (path.endsWith('1501') ? 'hang' : null);
    await tell(['1501']);
    const stalled = work();
    await until('Meta has been asked', async () => meta.isHanging);
    meta.fails = () => null;
    other.time.moveTo(app.time.now() + 2 * MINUTE);
    await work(other);
    expect(meta.askedFor('1501')).toBe(2);
    expect(await leadsOf(['1501'])).toHaveLength(1);
    meta.release();
    await stalled;
    expect(await leadsOf(['1501'])).toHaveLength(1);
    expect(await latest()).toMatchObject({ state: 'accepted' });
  });
});
