import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SECRETS_KEY, TestApplication } from '../support/application.js';
import { Endpoint, LOCAL } from '../support/endpoint.js';
import { MINUTE } from '../support/instants.js';
import { requireInvariants } from '../support/invariants.js';
import { MailServer } from '../support/mail-server.js';
import { RunningNode } from '../support/node.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { ask, until } from '../support/postgres-owner.js';

const LEADS = 100;
/** The limit of concurrent requests from one node to one endpoint. */
const ROOM = 16;

let database: FreshDatabase;
let endpoint: Endpoint;
let mail: MailServer;
let nodes: RunningNode[];

beforeEach(async () => {
  database = await freshDatabase();
  endpoint = await Endpoint.start();
  mail = await MailServer.start();
  nodes = [];
});
afterEach(async () => {
  for (const node of nodes) await node.kill();
  await endpoint.stop();
  await mail.stop();
  try {
    await requireInvariants(database.url);
  } finally {
    await database.drop();
  }
});

async function startNode(): Promise<RunningNode> {
  const node = await RunningNode.start(database.url, {
    SECRETS_KEY: Buffer.from(SECRETS_KEY).toString('base64'),
    PRIVATE_HOSTS: [...LOCAL].join(),
    SMTP_URL: mail.url,
    MAIL_FROM: 'leads@example.com',
  });
  nodes.push(node);
  return node;
}

/** Creates a rep, a webhook and leads that all belong to the rep. */
async function working(node: RunningNode): Promise<void> {
  const rep = await node.must('POST', '/v1/reps', { name: 'Ann', email: 'ann@example.com' });
  await node.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.*'] });
  const leads = Array.from({ length: LEADS }, (_, index) => ({
    source: 'web',
    externalId: `${index}`,
    owner: { repId: rep.id },
  }));
  await node.must('POST', '/v1/leads/batch', { leads });
}

/** Expects both events of each lead in order, with repeats under one id. */
function expectAllInOrder(): void {
  const firsts = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const { headers, json } of endpoint.received) {
    const id = headers['webhook-id']!;
    if (seen.has(id)) continue;
    seen.add(id);
    firsts.set(json.data.subject.id, [...(firsts.get(json.data.subject.id) ?? []), json.type]);
  }
  expect(firsts.size).toBe(LEADS);
  for (const types of firsts.values()) expect(types).toEqual(['lead.received', 'lead.assigned']);
}

it('two nodes send every event once, those of each lead in order', async () => {
  const [node] = [await startNode(), await startNode()];
  await working(node!);
  await until('all was told', async () => endpoint.received.length >= 2 * LEADS);
  expect(endpoint.received).toHaveLength(2 * LEADS);
  expectAllInOrder();
});

it('what a killed node was sending is sent by another, under the same id, and nothing is lost', async () => {
  const node = await startNode();
  let count = 0;
  endpoint.answers = () => {
    count += 1;
    return count % 2 === 0 ? 'hang' : 204;
  };
  mail.trouble = { code: 451, text: 'Busy' };
  await working(node);
  await until('some hang', async () => count > 16 && mail.turnedAway.length > 0);
  await node.kill();
  endpoint.answers = () => 204;
  mail.trouble = null;
  const other = await TestApplication.start(new Date(Date.now() + 5 * MINUTE).toISOString(), {
    database,
    environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
  });
  await other.deliver();
  await other.application.close();
  expectAllInOrder();
  // Where the first node had sent a mail as well, its recipient can tell that both are the same.
  const ids = (raws: readonly string[]) => new Set(raws.flatMap((raw) => /^Message-ID: (.*)$/im.exec(raw)?.[1] ?? []));
  const [began, came] = [ids(mail.turnedAway), ids(mail.to('ann@example.com').map(({ raw }) => raw))];
  expect([...came]).toEqual(expect.arrayContaining([...began]));
});

it('a node that stalls while another takes over changes nothing when it resumes, and nothing is lost', async () => {
  const node = await startNode();
  let [answered, hanging] = [0, 0];
  endpoint.answers = () => {
    if (hanging <= answered) {
      hanging += 1;
      return 'hang';
    }
    answered += 1;
    return 204;
  };
  await working(node);
  const settled = () =>
    ask(
      database.url,
      `select state, count(*)::int from delivery where webhook_id is not null and state = 'delivered' group by 1`,
    );
  // Until then it claims more deliveries, and would send those it claimed while stopping when it resumes.
  const isAtRest = async () => hanging === ROOM && (await settled())[0]?.count === answered;
  await until('all that may be under way hangs, and all else is noted', isAtRest);
  node.stand();
  endpoint.answers = () => 204;
  const other = await TestApplication.start(new Date(Date.now() + 5 * MINUTE).toISOString(), {
    database,
    environment: { smtpUrl: mail.url, mailFrom: 'leads@example.com' },
  });
  await other.deliver();
  expect(await settled()).toEqual([{ state: 'delivered', count: 2 * LEADS }]);
  const { length } = endpoint.received;
  node.goOn();
  endpoint.hangUp();
  const noted = async () => database.ask('select delivery_id from delivery_attempt where status is null');
  await until('it has said what came of its own', async () => (await noted()).length > 0);
  expect(await settled()).toEqual([{ state: 'delivered', count: 2 * LEADS }]);
  expect(endpoint.received).toHaveLength(length);
  expectAllInOrder();
  await other.application.close();
});
