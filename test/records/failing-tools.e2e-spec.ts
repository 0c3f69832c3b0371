import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { TestApplication } from '../support/application.js';
import { LOCAL } from '../support/endpoint.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

const MINUTE = 60_000;

let app: TestApplication;
let tool: ToolServer;
let ann: Json;
let mia: Json;
let deals = 0;

beforeAll(async () => {
  app = await TestApplication.start(undefined, { environment: { privateHosts: LOCAL } });
  tool = await ToolServer.start();
  [ann, mia] = [await aRep(app, 'Ann'), await aRep(app, 'Mia')];
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [ann.id] });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [mia.id] });
  const connector = await app.must('POST', '/v1/record-connectors', {
    ...{ name: 'Project tool', idOf: '/data/gid' },
    request: { url: `${tool.url}/records`, body: { data: { name: '{{ deal.name }}', external: '{{ record.key }}' } } },
    idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'P30D' },
  });
  const people = { teamId: team.id, repId: ann.id };
  await aHandoffKind(app, people, {
    ...{ form: { type: 'object', properties: { promised: { type: 'string' } } }, ready: [] },
    receivers: [{ ...aKindBody(people).receivers[0], sections: ['promised'], recordConnectorId: connector.id }],
  });
});
afterAll(async () => {
  await app.stop();
  await tool.stop();
});

async function aWin(): Promise<void> {
  deals += 1;
  const deal = await app.must('POST', '/v1/deals', {
    ...{ name: `Website ${deals}`, account: { name: `Acme ${deals}` }, ownerRepId: ann.id },
    ...{ amount: '100.00', currency: 'EUR', refs: { crm: `D-${deals}` } },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
}
/** So many minutes pass, in each of which is tried and looked what is due. */
async function pass(minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count += 10) {
    await app.deliver();
    await app.application.app.get(FailingTools).look();
    await app.moveBy(10 * MINUTE);
  }
  await app.application.app.get(FailingTools).look();
}
const told = async (type: string): Promise<string[]> =>
  (await app.must('GET', `/v1/reps/${mia.id}/notifications`)).data
    .filter((each: Json) => each.type === type)
    .map(({ text }: Json) => text);
const warned = async (code: string): Promise<string[]> =>
  (await app.must('GET', '/v1/setup')).warnings
    .filter((each: Json) => each.code === code)
    .map(({ text }: Json) => text);
const metric = async (name: string) =>
  ((await app.get('/metrics')).body as string)
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);

it('tells whoever hears alarms once that nothing reaches a tool, and says so until something does', async () => {
  tool.answersOnly = 503;
  await aWin();
  await pass(50);
  expect([await told('connector.failing'), await warned('recordConnectorFailing')]).toEqual([[], []]);
  expect(await metric('touchline_tools_waiting{what="record"}')).toBe('1');
  expect(await metric('touchline_handoffs_running')).toBe('1');
  await pass(30);
  expect(await told('connector.failing')).toEqual([
    'Nothing could be written into the tool of the record connector “Project tool” for an hour: GET /v1/setup says why, and how it is mended',
  ]);
  expect(Number(await metric('touchline_tools_waiting_oldest_seconds{what="record"}'))).toBe(80 * 60);
  expect(await warned('recordConnectorFailing')).toEqual([
    expect.stringMatching(
      /^Nothing has reached the tool of the record connector "Project tool" that was to be written there, one record or update, since .*Z\. .*503.* POST \/v1\/record-connectors\/.*\/test shows what it answers, PUT mends the connector\.$/,
    ),
  ]);
  await aWin();
  await pass(90);
  expect(await told('connector.failing')).toHaveLength(1);
  tool.answersOnly = null;
  // Pauses have grown by then.
  await app.moveBy(12 * 60 * MINUTE);
  await pass(10);
  expect(await warned('recordConnectorFailing')).toEqual([]);
  expect(await metric('touchline_tools_waiting{what="record"}')).toBe('0');
  // It fails once more, and is told of once more.
  tool.answersOnly = 503;
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(2);
});

it('tells of what is refused, or given up, as long as nothing else gets through', async () => {
  tool.answersOnly = null;
  await app.moveBy(12 * 60 * MINUTE);
  await pass(10);
  expect(await warned('recordConnectorFailing')).toEqual([]);
  const before = (await told('connector.failing')).length;
  // A request that is refused is not tried again: its tool takes nothing all the same.
  tool.answersOnly = 400;
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(before + 1);
  expect(await warned('recordConnectorFailing')).toEqual([expect.stringContaining('400')]);
  // Four days later nothing has, and nobody is told twice.
  await app.moveBy(4 * 24 * 60 * MINUTE);
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(before + 1);
  // One that is made says that it was not the tool.
  tool.answersOnly = null;
  await aWin();
  await pass(80);
  expect(await warned('recordConnectorFailing')).toEqual([]);
});

it('tells the same of a CRM, and names a connection that takes nothing as it has no secret', async () => {
  tool.answersOnly = 503;
  const connection = await app.must('POST', '/v1/crm-connections', {
    ...{ name: 'HubSpot', system: 'crm', proof: { kind: 'header', header: 'X-Secret' } },
    mapping: { ref: '{{ item.id }}', name: '{{ item.name }}' },
    readiness: { url: `${tool.url}/deals/{{ deal.ref }}`, body: { ready: '{{ readiness.ready }}' } },
  });
  expect(await warned('crmConnectionWithoutSecret')).toEqual([
    `The connection "HubSpot" has no secret, so all that its CRM posts is refused: PUT /v1/crm-connections/${connection.id} with a secret.`,
  ]);
  await pass(80);
  expect(await told('crm.failing')).toEqual([
    'The CRM of the connection “HubSpot” could not be told for an hour which deals are ready: GET /v1/setup says why, and how it is mended',
  ]);
  expect(await warned('crmConnectionFailing')).toEqual([
    expect.stringMatching(/^The CRM of the connection "HubSpot" could not be told of \d deals since .*503/),
  ]);
  expect(await metric('touchline_tools_waiting{what="crm"}')).toBe(String(deals));
  // What happens to a deal meanwhile makes it no younger, and a refusal ends it no sooner.
  tool.answersOnly = 400;
  await app.moveBy(4 * 24 * 60 * MINUTE);
  await pass(80);
  expect(await metric('touchline_tools_waiting{what="crm"}')).toBe('0');
  expect(await warned('crmConnectionFailing')).toEqual([expect.stringContaining('400')]);
  expect(await told('crm.failing')).toHaveLength(1);
});
