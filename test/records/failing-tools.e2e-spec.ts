import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FailingTools } from '../../src/deliveries/failing-tools/failing-tools.service.js';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import { MINUTE } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { toldTo } from '../support/notifications.js';
import { aRep } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

let app: TestApplication;
let tool: ToolServer;
let ann: Json;
let mia: Json;
let deals = 0;

beforeAll(async () => {
  app = await TestApplication.start();
  tool = await ToolServer.start();
  [ann, mia] = [await aRep(app, 'Ann'), await aRep(app, 'Mia')];
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [ann.id] });
  await app.must('PUT', '/v1/settings', { ...(await app.must('GET', '/v1/settings')), alertsTo: [mia.id] });
  const connector = await app.must('POST', '/v1/record-connectors', {
    name: 'Project tool',
    idOf: '/data/gid',
    request: { url: `${tool.url}/records`, body: { data: { name: '{{ deal.name }}', external: '{{ record.key }}' } } },
    idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'P30D' },
  });
  const people = { teamId: team.id, repId: ann.id };
  await aHandoffKind(app, people, {
    form: { type: 'object', properties: { promised: { type: 'string' } } },
    ready: [],
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
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}` },
    ownerRepId: ann.id,
    amount: '100.00',
    currency: 'EUR',
    refs: { crm: `D-${deals}` },
  });
  await app.must('POST', `/v1/deals/${deal.id}/win`);
}
/** Lets time pass in steps of ten minutes, sending what is due and checking for failures at each. */
async function pass(minutes: number): Promise<void> {
  for (let count = 0; count < minutes; count += 10) {
    await app.deliver();
    await app.application.app.get(FailingTools).look();
    await app.moveBy(10 * MINUTE);
  }
  await app.application.app.get(FailingTools).look();
}
const told = (type: string) => toldTo(app, mia, type);
const warned = async (code: string): Promise<string[]> =>
  (await app.must('GET', '/v1/setup')).warnings
    .filter((each: Json) => each.code === code)
    .map(({ text }: Json) => text);
const metric = async (name: string) =>
  ((await app.get('/metrics')).body as string)
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);

it('a tool that cannot be reached causes one alert, and a warning until it can be reached again', async () => {
  tool.answersOnly = 503;
  await aWin();
  await pass(50);
  expect([await told('connector.failing'), await warned('recordConnectorFailing')]).toEqual([[], []]);
  expect(await metric('touchline_tools_waiting{what="record"}')).toBe('1');
  expect(await metric('touchline_handoffs_running')).toBe('1');
  await pass(30);
  expect(await told('connector.failing')).toEqual([
    'Nothing could be written into the tool of the record connector “Project tool” for an hour: the page “Set up” of the console says why, and how to fix it',
  ]);
  expect(Number(await metric('touchline_tools_waiting_oldest_seconds{what="record"}'))).toBe(80 * 60);
  expect(await warned('recordConnectorFailing')).toEqual([
    expect.stringMatching(
      /^Nothing has reached the tool of the record connector "Project tool", with one record or update not written, since .*Z\. .*503.* POST \/v1\/record-connectors\/.*\/test shows its answer, and PUT corrects the connector\.$/,
    ),
  ]);
  await aWin();
  await pass(90);
  expect(await told('connector.failing')).toHaveLength(1);
  tool.answersOnly = null;
  // The pauses between attempts have grown by then.
  await app.moveBy(12 * 60 * MINUTE);
  await pass(10);
  expect(await warned('recordConnectorFailing')).toEqual([]);
  expect(await metric('touchline_tools_waiting{what="record"}')).toBe('0');
  // A second failure causes another alert.
  tool.answersOnly = 503;
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(2);
});

it('requests that are refused or given up also count as failures while no other gets through', async () => {
  tool.answersOnly = null;
  await app.moveBy(12 * 60 * MINUTE);
  await pass(10);
  expect(await warned('recordConnectorFailing')).toEqual([]);
  const before = (await told('connector.failing')).length;
  // A refused request is not repeated, but its tool still accepts nothing.
  tool.answersOnly = 400;
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(before + 1);
  expect(await warned('recordConnectorFailing')).toEqual([expect.stringContaining('400')]);
  // Four days later the failure continues, without a second alert.
  await app.moveBy(4 * 24 * 60 * MINUTE);
  await aWin();
  await pass(80);
  expect(await told('connector.failing')).toHaveLength(before + 1);
  // A record that is made shows that the tool works.
  tool.answersOnly = null;
  await aWin();
  await pass(80);
  expect(await warned('recordConnectorFailing')).toEqual([]);
});

it('failures of a CRM are reported likewise, and so is a connection without a secret', async () => {
  tool.answersOnly = 503;
  const connection = await app.must('POST', '/v1/crm-connections', {
    name: 'HubSpot',
    system: 'crm',
    proof: { kind: 'header', header: 'X-Secret' },
    mapping: { ref: '{{ item.id }}', name: '{{ item.name }}' },
    readiness: { url: `${tool.url}/deals/{{ deal.ref }}`, body: { ready: '{{ readiness.ready }}' } },
  });
  expect(await warned('crmConnectionWithoutSecret')).toEqual([
    `The connection "HubSpot" has no secret, so all that its CRM posts is refused: PUT /v1/crm-connections/${connection.id} with a secret.`,
  ]);
  await pass(80);
  expect(await told('crm.failing')).toEqual([
    'For an hour, the CRM of the connection “HubSpot” could not be notified of deals that are ready: the page “Set up” of the console says why, and how to fix it',
  ]);
  expect(await warned('crmConnectionFailing')).toEqual([
    expect.stringMatching(/^The CRM of the connection "HubSpot" could not be updated about \d deals since .*503/),
  ]);
  expect(await metric('touchline_tools_waiting{what="crm"}')).toBe(String(deals));
  // Later changes of a deal do not restart its waiting time, and a refusal does not end the failure.
  tool.answersOnly = 400;
  await app.moveBy(4 * 24 * 60 * MINUTE);
  await pass(80);
  expect(await metric('touchline_tools_waiting{what="crm"}')).toBe('0');
  expect(await warned('crmConnectionFailing')).toEqual([expect.stringContaining('400')]);
  expect(await told('crm.failing')).toHaveLength(1);
});

it('reports of a CRM that are refused are told once, with their number and an example, until they are mended', async () => {
  const body = {
    name: 'Pipedrive',
    system: 'pipedrive',
    proof: { kind: 'header', header: 'X-Secret' },
    secret: 'a-secret-of-the-crm',
    mapping: {
      ref: '{{ item.id }}',
      name: '{{ item.name }}',
      accountName: '{{ item.name }}',
      stage: '{{ item.stage }}',
      stages: { won: ['Won'], lost: ['Lost'], open: ['Open'] },
    },
  };
  const connection = await app.must('POST', '/v1/crm-connections', body);
  await app.moveBy(MINUTE);
  const report = async (id: number, fields: object) => {
    const answer = await fetch(`${app.url}/v1/crm-connections/${connection.id}/deals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-secret': 'a-secret-of-the-crm' },
      body: JSON.stringify({ id, name: `Deal ${id}`, stage: 'Open', ...fields }),
    });
    return answer.json();
  };
  expect(await report(1, { stage: 'Demo' })).toMatchObject({ refused: 1 });
  await app.moveBy(MINUTE);
  expect(await report(2, { stage: 'Offer' })).toMatchObject({ refused: 1 });
  // Only its amount is missing.
  expect(await report(3, {})).toMatchObject({ taken: 1, refused: 0 });
  await pass(50);
  expect(await told('crm.refused')).toEqual([]);
  await pass(80);
  const example = '/stage: The stage "Offer" is not mapped: add it to `stages`.';
  expect(await told('crm.refused')).toEqual([
    `2 reports of the CRM of the connection “Pipedrive” were refused, such as for this: ${example} The page “Set up” of the console says how to fix it`,
  ]);
  expect(await warned('crmReportsRefused')).toEqual([
    expect.stringMatching(
      /^2 reports of the CRM of the connection "Pipedrive" were refused since .*Z\. \/stage: The stage "Offer" is not mapped: .* GET \/v1\/crm-connections\/.*\/refusals lists them, PUT mends the mapping\.$/,
    ),
  ]);
  await report(4, { stage: 'Demo' });
  await pass(80);
  expect(await told('crm.refused')).toHaveLength(1);
  expect(await warned('crmReportsRefused')).toEqual([expect.stringMatching(/^3 reports/)]);
  for (const id of [1, 2, 4]) expect(await report(id, {})).toMatchObject({ taken: 1 });
  await pass(10);
  expect(await warned('crmReportsRefused')).toEqual([]);
  // The next refusal is told anew, and a changed mapping ends it.
  await report(1, { stage: 'Demo' });
  await pass(80);
  expect(await told('crm.refused')).toHaveLength(2);
  const { secret: _, ...changed } = body;
  await app.must('PUT', `/v1/crm-connections/${connection.id}`, {
    ...changed,
    mapping: { ...body.mapping, stages: { ...body.mapping.stages, open: ['Open', 'Demo'] } },
  });
  expect(await warned('crmReportsRefused')).toEqual([]);
});
