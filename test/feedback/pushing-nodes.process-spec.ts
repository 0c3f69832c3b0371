import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FeedbackPush } from '../../src/feedback/posting/feedback-push.service.js';
import type { Role } from '../../src/platform/running/environment.js';
import { SECRETS_KEY, TestApplication } from '../support/application.js';
import type { Client } from '../support/client.js';
import { HOUR, MINUTE } from '../support/instants.js';
import { requireInvariants } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { RunningNode } from '../support/node.js';
import { type PlatformRequest, PlatformServer } from '../support/platforms/platform-server.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { until } from '../support/postgres-owner.js';

const DESTINATIONS = '/v1/feedback/destinations';
const META = 'graph.facebook.com';
const GOOGLE = 'googleads.googleapis.com';
const LEADS = 3;

const GOOGLE_CREDENTIALS = { clientId: 'id', clientSecret: 'hush', refreshToken: 'refresh-1', developerToken: 'dev' };
const WAYS = {
  Meta: {
    host: META,
    platform: 'meta',
    settings: { datasetId: '1' },
    send: { event: 'Lead' },
    credentials: { accessToken: 'good' },
    keysIn: ({ json }: PlatformRequest): string[] => json.data.map((event: Json) => event.event_id),
  },
  Google: {
    host: GOOGLE,
    platform: 'googleAds',
    settings: { transport: 'adsApi', customerId: '1234567890' },
    send: { conversionActionId: '1' },
    credentials: GOOGLE_CREDENTIALS,
    keysIn: ({ json }: PlatformRequest): string[] => json.conversions.map((row: Json) => row.orderId),
  },
};
type Way = (typeof WAYS)[keyof typeof WAYS];

let database: FreshDatabase;
let platforms: PlatformServer;
let nodes: RunningNode[];

beforeEach(async () => {
  database = await freshDatabase();
  platforms = await PlatformServer.start();
  nodes = [];
});
afterEach(async () => {
  for (const node of nodes) await node.kill();
  await platforms.stop();
  try {
    await requireInvariants(database.url);
  } finally {
    await database.drop();
  }
});

async function startNode(): Promise<RunningNode> {
  const node = await RunningNode.start(database.url, {
    SECRETS_KEY: Buffer.from(SECRETS_KEY).toString('base64'),
    FEEDBACK_BASE_URLS: [...platforms.bases]
      .map(([host, base]) => `${host === 'hooks.example.com' ? 'own:' : ''}${host}=${base}`)
      .join(),
  });
  nodes.push(node);
  return node;
}

/** A node that looks only when called, and whose time can be moved. */
function startInProcess(aheadMs = 0, role: Role = 'api'): Promise<TestApplication> {
  return TestApplication.start(new Date(Date.now() + aheadMs).toISOString(), {
    database,
    environment: { feedbackBaseUrls: platforms.bases, role },
  });
}

const bodyOf = ({ platform, settings, send, credentials }: Way, source: string) => ({
  name: source,
  platform,
  settings,
  sources: [source],
  rules: [{ on: { milestone: 'received' }, send }],
  quarantine: 'PT0S',
  credentials,
  push: true,
});
const destinationOf = (node: Client, way: Way, source: string): Promise<Json> =>
  node.must('POST', DESTINATIONS, bodyOf(way, source));

async function leadsOf(node: Client, ...sources: string[]): Promise<Json[]> {
  const clickedAt = new Date(Date.now() - 7 * HOUR).toISOString();
  const leads = sources.flatMap((source) =>
    Array.from({ length: LEADS }, (_, index) => ({
      source,
      externalId: `${index}`,
      contact: { country: 'US' },
      clickIds: { metaLeadId: `1234567890123456${index}`, gclid: `click-${source}-${index}`, clickedAt },
      consent: { adUserData: 'granted' },
    })),
  );
  return (await node.must('POST', '/v1/leads/batch', { leads })).results;
}

const itemsOf = async (node: Client, { id }: Json): Promise<Json[]> =>
  (await node.must('GET', `${DESTINATIONS}/${id}/items`)).data;

const asked = (host: string) => platforms.asked.filter((each) => each.host === host);

it.each([
  ['Meta', 'takeAndHang'],
  ['Meta', 'hang'],
  ['Google', 'takeAndHang'],
  ['Google', 'hang'],
] as const)(
  'a node that is killed while %s holds back its answer (%s) loses nothing and counts nothing twice',
  async (name, fault) => {
    const way = WAYS[name];
    const node = await startNode();
    const body = bodyOf(way, 'web');
    const destination = await node.must('POST', DESTINATIONS, { ...body, push: false });
    platforms.fail(fault);
    const leads = await leadsOf(node, 'web');
    await until('it is known what to post', async () => (await itemsOf(node, destination)).length === LEADS);
    // Its first look must find everything: after an empty look, the next is a minute later.
    await node.must('PUT', `${DESTINATIONS}/${destination.id}`, body);
    await until('the platform has the request', () => asked(way.host).length === 1);
    await node.kill();
    expect(platforms.state.counted.size).toBe(fault === 'hang' ? 0 : LEADS);

    // Another node goes on when the claim and the lease of the first have expired.
    const other = await startInProcess(MINUTE);
    const push = async (ms: number) => {
      await other.moveBy(ms);
      await other.feedbackCaughtUp();
      await other.application.app.get(FeedbackPush).look();
    };
    try {
      await push(0);
      await push(10 * MINUTE);
      expect(asked(way.host)).toHaveLength(1);
      await push(5 * MINUTE);
      const keys = leads.map(({ id }) => `${id}.lead.1`).sort();
      expect(asked(way.host).map((each) => way.keysIn(each).sort())).toEqual([keys, keys]);
      expect(platforms.state.counted.size).toBe(LEADS);
      expect(await itemsOf(other, destination)).toMatchObject(
        Array(LEADS).fill({ state: 'accepted', attempts: 2, mayHaveLeft: true }),
      );
      await push(24 * HOUR);
      expect(asked(way.host)).toHaveLength(2);
    } finally {
      await other.application.close();
    }
  },
);

it('two nodes that look at the same destinations at once post each batch once', async () => {
  const sources = Array.from({ length: 6 }, (_, index) => `source ${index}`);
  const running = [await startInProcess(), await startInProcess()];
  const [first] = running as [TestApplication, TestApplication];
  try {
    const destinations: Json[] = [];
    for (const [index, source] of sources.entries())
      destinations.push(
        await destinationOf(first, { ...WAYS.Meta, settings: { datasetId: String(100 + index) } }, source),
      );
    await leadsOf(first, ...sources);
    for (const node of running) await node.moveBy(MINUTE);
    await first.feedbackCaughtUp();

    // While the platform holds back its answers, each node keeps looking.
    const releases = sources.map(() => platforms.holdNext());
    const look = (node: TestApplication) => node.application.app.get(FeedbackPush).look();
    const looks = [...running, ...running, ...running].map(look);
    await until('each destination is posted to', () => asked(META).length === sources.length);
    for (let round = 0; round < 3; round++) looks.push(...running.map(look));
    await Promise.all(looks.slice(-2));
    for (const release of releases) release();
    await Promise.all(looks);

    const all = (await Promise.all(destinations.map((each) => itemsOf(first, each)))).flat();
    expect(all).toMatchObject(Array(sources.length * LEADS).fill({ state: 'accepted', attempts: 1 }));
    expect(asked(META)).toHaveLength(sources.length);
    const keys = asked(META).flatMap(WAYS.Meta.keysIn);
    expect(new Set(keys).size).toBe(keys.length);
  } finally {
    for (const node of running) await node.application.close();
  }
});

it('a platform that holds back its answer does not delay other destinations of the node', async () => {
  const node = await startInProcess(0, 'all');
  const receive = async (source: string) => {
    await leadsOf(node, source);
    await node.moveBy(MINUTE);
    await node.feedbackCaughtUp();
  };
  try {
    await destinationOf(node, WAYS.Meta, 'slow');
    await destinationOf(node, WAYS.Google, 'quick');
    const release = platforms.holdNext();
    await receive('slow');
    await until('the slow platform has its request', () => asked(META).length === 1);
    await receive('quick');
    await until('the quick one is posted to', () => asked(GOOGLE).some(({ path }) => !path.endsWith('/token')));
    release();
  } finally {
    await node.application.close();
  }
});
