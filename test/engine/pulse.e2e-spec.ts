import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { PulseStore } from '../../src/engine/pulse.store.js';
import type { Role } from '../../src/platform/running/environment.js';
import { TestApplication } from '../support/application.js';
import { Endpoint } from '../support/endpoint.js';
import type { Json } from '../support/json.js';
import { aDesk, aLead } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { until } from '../support/postgres-owner.js';
import { statements } from '../support/statements.js';

const WATCHED_MS = 4_000;
/** Five a second, plus those of a heartbeat, which comes every five minutes. */
const STATEMENTS_MAX = 5 * (WATCHED_MS / 1_000) + 10;
const FIVE_MINUTES = 5 * 60_000;

let door: TestApplication;
let endpoint: Endpoint;

beforeAll(async () => {
  endpoint = await Endpoint.start();
  door = await TestApplication.start();
  await aDesk(door, ['Ann', 'Abe']);
  await aPolicy(door, { within: 'PT5M' }, { time: 'elapsed' });
});
afterAll(async () => {
  await door.stop();
  await endpoint.stop();
});

/** Runs a node beside `door`, with the timers of its role. */
async function withNode(role: Role, work: (node: TestApplication) => Promise<void>): Promise<void> {
  const node = await TestApplication.start(undefined, {
    database: door.database,
    environment: { role },
  });
  try {
    await work(node);
  } finally {
    await node.application.close();
  }
}

const rows = async (question: string): Promise<number> =>
  Number((await door.database.ask(`select count(*) as count from ${question}`))[0]!.count);

describe('an idle node', () => {
  it.each<Role>(['all', 'worker', 'api'])('settles at no more than five statements a second: %s', async (role) => {
    await aLead(door);
    await withNode(role, async () => {
      const isIdle = async () => (await statements(() => setTimeout(WATCHED_MS))) <= STATEMENTS_MAX;
      await until('it idles', isIdle);
    });
  });
});

describe('a node that was idle', () => {
  it('notices at once what another node has recorded, configured and planned', async () => {
    await withNode('worker', async (node) => {
      const pulse = node.application.app.get(PulseStore, { strict: false });
      await until('all is done', async () => (await pulse.read(node.time.now())).waiting.length === 0);
      for (const source of ['first', 'second']) {
        await door.must('POST', '/v1/webhooks', { url: `${endpoint.url}/${source}`, types: ['lead.received'] });
        const lead: Json = await aLead(door, { source });
        await until('a webhook is told', () => endpoint.events().some(({ subject }) => subject.id === lead.id));
        await until('reports know its source', async () => (await rows(`report_key where value = '${source}'`)) > 0);
        await until('its words are indexed', async () => (await rows('lead_words where not indexed')) === 0);
        node.time.moveTo(node.time.now() + FIVE_MINUTES);
        const breached = `clock where lead_id = '${lead.id}' and state = 'breached'`;
        await until('its deadline is enforced', async () => (await rows(breached)) > 0);
        await until('reports have it', async () => (await rows(`promise where lead_id = '${lead.id}'`)) > 0);
        door.time.moveTo(node.time.now());
      }
    });
  });

  it('does due work a little later even if its check for work fails', async () => {
    await door.asOwner('alter table crm_connection rename to elsewhere');
    try {
      await withNode('worker', async (node) => {
        const lead: Json = await aLead(door);
        node.time.moveTo(door.time.now() + FIVE_MINUTES);
        const breached = `clock where lead_id = '${lead.id}' and state = 'breached'`;
        await until('its deadline is enforced', async () => (await rows(breached)) > 0);
      });
    } finally {
      await door.asOwner('alter table elsewhere rename to crm_connection');
    }
  });
});
