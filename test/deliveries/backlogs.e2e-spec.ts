import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DeliveryRetention } from '../../src/deliveries/delivery-retention.sweep.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead, aTouch } from '../support/people.js';
import { until } from '../support/postgres-owner.js';

let app: TestApplication;
let endpoint: Endpoint;
let hook: Json;
let rep: Json;

beforeAll(async () => {
  app = await TestApplication.start();
  rep = (await aDesk(app, ['Ann'])).reps[0]!;
});
afterAll(() => app.stop());

beforeEach(async () => {
  endpoint = await Endpoint.start();
  hook = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
});
afterEach(async () => {
  await app.delete(`/v1/webhooks/${hook.id}`);
  await endpoint.stop();
});

const waiting = async (): Promise<Json[]> =>
  (await app.must('GET', `/v1/webhooks/${hook.id}/deliveries?state=waiting`)).data.reverse();
const rows = async (column: string, id: string): Promise<number> =>
  Number((await app.database.ask(`select count(*) from delivery where ${column} = '${id}'`))[0]!.count);

/** A lead whose first event has failed so often that its next attempt is at least ten minutes away. */
async function aSickLead(): Promise<Json> {
  const lead = await aLead(app);
  endpoint.answers = ({ json }) => (json.data.subject.id === lead.id ? 500 : 200);
  for (const ms of [0, 7_000, 40_000, 3 * MINUTE]) {
    // Deliveries of other leads succeed, so the endpoint does not rest.
    await aLead(app);
    await app.moveBy(ms);
    await app.deliver();
  }
  return lead;
}

describe('a later event of a lead whose first event awaits a retry', () => {
  it('waits just as long, and is then sent in its order', async () => {
    const lead = await aSickLead();
    await aTouch(app, lead);
    await app.deliver();
    const [first, ...others] = await waiting();
    expect(Date.parse(first!.nextAttemptAt) - app.time.now()).toBeGreaterThan(9 * MINUTE);
    expect(others.map(({ type }) => type)).toEqual(['lead.assigned', 'lead.touched']);
    expect(others.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual(others.map(() => first!.nextAttemptAt));
    endpoint.answers = () => 200;
    endpoint.received.length = 0;
    await app.moveTo(first!.nextAttemptAt);
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
  });

  it('is sent as well when the first is replayed by hand', async () => {
    const lead = await aSickLead();
    await aTouch(app, lead);
    await app.deliver();
    endpoint.answers = () => 200;
    endpoint.received.length = 0;
    const [first] = await waiting();
    await app.must('POST', `/v1/webhooks/${hook.id}/deliveries/${first!.id}/replay`, {});
    await app.deliver();
    expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
  });
});

it('an event added while the first of its lead is replayed by hand follows it at once', async () => {
  const lead = await aSickLead();
  const [first] = await waiting();
  endpoint.answers = () => 200;
  endpoint.received.length = 0;
  const owner = new pg.Client({ connectionString: app.database.url });
  await owner.connect();
  try {
    await owner.query(`create function stands() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock(7); return new; end $$;
      create trigger stands before insert on delivery for each row when (new.webhook_id is not null) execute function stands();
      select pg_advisory_lock(7)`);
    await aTouch(app, lead);
    const delivering = app.deliver();
    await until('its wait was looked up', async () => {
      const stands = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`;
      return (await owner.query(stands)).rowCount === 1;
    });
    await app.must('POST', `/v1/webhooks/${hook.id}/deliveries/${first!.id}/replay`, {});
    await owner.query('select pg_advisory_unlock(7)');
    await delivering;
  } finally {
    await owner.query('drop trigger stands on delivery; drop function stands()');
    await owner.end();
  }
  await app.deliver();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
});

/** Pauses the webhook while its server fails, with failed and newer deliveries, and then lets the server recover. */
async function aMendedWebhook(): Promise<void> {
  const lead = await aSickLead();
  await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'We mend the server' });
  await aTouch(app, lead);
  await app.deliver();
  endpoint.answers = () => 200;
  endpoint.received.length = 0;
}

it('deliveries that await a retry are sent when their webhook is resumed', async () => {
  await aMendedWebhook();
  await app.must('POST', `/v1/webhooks/${hook.id}/resume`, {});
  await app.deliver();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
});

it('deliveries that await a retry are sent when resuming is repeated after a failure', async () => {
  await aMendedWebhook();
  const hurried = `create function refuse() returns trigger language plpgsql as
    $$ begin raise exception 'shutting down' using errcode = '57P01'; end $$;
    create trigger refused before update on delivery for each row execute function refuse()`;
  await app.database.ask(hurried);
  expect((await app.ask('POST', `/v1/webhooks/${hook.id}/resume`, {})).status).toBe(503);
  await app.database.ask('drop trigger refused on delivery; drop function refuse()');
  expect(await app.must('GET', `/v1/webhooks/${hook.id}`)).toMatchObject({ paused: null });
  await app.must('POST', `/v1/webhooks/${hook.id}/resume`, {});
  await app.deliver();
  expect(endpoint.types()).toEqual(['lead.received', 'lead.assigned', 'lead.touched']);
});

describe('a delivery under way', () => {
  it('to a deleted webhook is neither sent nor listed, and is removed a little later', async () => {
    const other = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
    await app.must('POST', `/v1/webhooks/${hook.id}/pause`, { reason: 'We move the server' });
    const lead = await aLead(app);
    await app.deliver();
    endpoint.received.length = 0;
    await app.must('DELETE', `/v1/webhooks/${hook.id}`);
    // Not removed under the lock that all work waits for.
    expect(await rows('webhook_id', hook.id)).toBe(2);
    await app.deliver();
    expect(endpoint.received).toEqual([]);
    const listed = (await app.must('GET', `/v1/deliveries?leadId=${lead.id}&channel=webhook`)).data;
    expect(listed.map(({ webhookId }: Json) => webhookId)).toEqual([other.id, other.id]);
    await app.application.app.get(DeliveryRetention).forgetOfDeleted();
    expect([await rows('webhook_id', hook.id), await rows('webhook_id', other.id)]).toEqual([0, 2]);
    await app.must('DELETE', `/v1/webhooks/${other.id}`);
  });

  it('to a deleted channel is treated likewise', async () => {
    const team = await app.must('POST', '/v1/teams', { name: 'North', repIds: [rep.id] });
    const channel = await app.must('POST', '/v1/channels', {
      name: 'North',
      kind: 'teams',
      settings: { url: endpoint.url },
      teamIds: [team.id],
    });
    const lead = await aLead(app);
    await app.deliver();
    await app.must('DELETE', `/v1/channels/${channel.id}`);
    expect(await rows('channel_id', channel.id)).toBe(1);
    expect((await app.must('GET', `/v1/deliveries?leadId=${lead.id}&channel=teams`)).data).toEqual([]);
    await app.application.app.get(DeliveryRetention).forgetOfDeleted();
    expect(await rows('channel_id', channel.id)).toBe(0);
  });
});
