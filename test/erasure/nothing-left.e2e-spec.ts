import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { Endpoint, type Received } from '../support/endpoint.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import { HOUR } from '../support/instants.js';
import type { Json } from '../support/json.js';
import { aDesk, theReps } from '../support/people.js';
import { aPolicy } from '../support/policies.js';
import { rowsWith } from './everything.js';

const NAME = 'Zorbas "Zeb" Quillfeather';
const EMAIL = 'zorbas@post.example';
const PHONE = '+49 30 9018277';
/** All of these together, for every free text. */
const MARK = `${NAME}, ${EMAIL}, ${PHONE}`;
const TRACES = ['zorbas', 'quillfeather', '9018277'];
/** All tables that hold something of the person before the erasure. */
const HOLDING = [
  ...['assignment', 'crm_oddity', 'deal', 'delivery_attempt', 'handoff', 'handoff_form', 'handoff_question'],
  ...['handoff_receiver', 'idempotent_answer', 'lead', 'lead_words', 'pause', 'record', 'touch'],
];
const SECRET = 'what-the-crm-sends-along';

let app: TestApplication;
/** Answers everything with what it was sent and with the person's data. */
let echo: Endpoint;
let ann: Json;
let olga: Json;

beforeAll(async () => {
  echo = await Endpoint.start();
  app = await TestApplication.start();
  [ann, olga] = await theReps(app, ['Ann', 'Olga']);
  await aDesk(app, [ann, olga], {}, { queueOwnerId: ann.id });
  await aPolicy(app, { onBreach: [{ after: 'PT0S', do: 'reassign' }] });
});
afterAll(async () => {
  await app.stop();
  await echo.stop();
});

let keys = 0;
/** Makes a request whose answer is stored. @param rep whose key is used; null: a program's key */
async function by(rep: Json | null, method: string, path: string, body: unknown, refused?: 422): Promise<Json> {
  const key = rep === null ? {} : { key: await app.keyFor(['rep'], rep.id) };
  keys += 1;
  const headers = method === 'POST' ? { 'idempotency-key': `key-${keys}` } : {};
  const answer = await app.ask(method, path, body, { ...key, headers });
  if (refused === undefined ? answer.status >= 300 : answer.status !== refused)
    throw new Error(`${method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Answers like a program that quotes what it was sent and the person; creates records. */
function echoes(status: number): (received: Received, response: ServerResponse) => 'answered' {
  return ({ text, json }, response) => {
    const [answered, of] = json.context === undefined ? [status, text] : [200, 'R-1'];
    response.writeHead(answered, { 'content-type': 'application/json' }).end(JSON.stringify({ error: MARK, of }));
    return 'answered';
  };
}

async function aKind(): Promise<Json> {
  const team = await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [olga.id] });
  const people = { teamId: team.id, repId: olga.id };
  const connector = await app.must('POST', '/v1/record-connectors', {
    name: 'Project tool',
    request: { url: echo.url, body: { name: '{{ deal.name }}', context: '{{ form.context }}' } },
    idOf: '/of',
    link: 'https://tool.example.com/r?q={{ form.contacts.dayToDay.email }}',
    idempotency: { in: 'header', name: 'Idempotency-Key', keptFor: 'PT1H' },
    auth: { kind: 'bearer', token: 'a-token-of-the-tool' },
  });
  return aHandoffKind(app, people, {
    clientToldWithin: 'PT8H',
    receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId: connector.id }],
  });
}

/** A CRM whose deals are about the person, and which is sent their readiness. */
function aConnection(): Promise<Json> {
  return app.must('POST', '/v1/crm-connections', {
    name: 'CRM',
    system: 'crm',
    proof: { kind: 'header', header: 'X-Secret' },
    secret: SECRET,
    mapping: {
      ref: '{{ item.id }}',
      changedAt: '{{ item.at }}',
      name: '{{ item.name }}',
      accountName: '{{ item.company }}',
      ownerEmail: '{{ item.owner }}',
      amount: '{{ item.amount }}',
      currency: 'EUR',
      stage: '{{ item.stage }}',
      accountDomain: '{{ item.domain }}',
      stages: { won: ['won'], lost: ['lost'] },
    },
    readiness: { url: `${echo.url}?deal={{ deal.ref }}`, body: { words: '{{ readiness.words }}' } },
    auth: { kind: 'bearer', token: 'a-token-of-the-crm' },
  });
}

function sendFrom({ id }: Json, fields: object): Promise<Json> {
  const deal = {
    id: 'd-1',
    at: app.time.now(),
    name: MARK,
    company: 'Acme',
    amount: '18400',
    stage: 'open',
    ...fields,
  };
  return app.must('POST', `/v1/crm-connections/${id}/deals`, deal, { key: null, headers: { 'x-secret': SECRET } });
}

const FORM = {
  context: MARK,
  contacts: { dayToDay: { name: NAME, email: EMAIL, phone: PHONE } },
  billing: { lines: [{ kind: 'fixed', amount: '18400.00' }] },
  margin: MARK,
};

it('an answer that arrives after the erasure is not stored', async () => {
  await app.must('POST', '/v1/webhooks', {
    url: echo.url,
    types: ['lead.milestone', 'deal.created', 'account.created'],
  });
  const email = 'quillfeather@post.example';
  const { id } = await app.must('POST', '/v1/leads', { source: 'web', contact: { email } });
  await app.must('POST', `/v1/leads/${id}/milestones`, { name: 'opportunity' });
  let erasing: Promise<Json> | undefined;
  const answer = echoes(500);
  echo.answers = (received, response) => {
    erasing ??= app.must('POST', '/v1/erasures', { email, reason: 'Request 18' });
    void erasing.then(() => answer(received, response));
    return 'answered';
  };
  await app.deliver();
  expect(await erasing).toMatchObject({ leads: 1 });
  expect(await rowsWith(app, TRACES)).toEqual([]);
});

it('erasing a person leaves nothing of them in any column of any table', async () => {
  await aKind();
  const connection = await aConnection();
  await app.must('POST', '/v1/webhooks', {
    url: echo.url,
    types: ['lead.*', 'deal.*', 'account.*', 'handoff.*', 'record.*', 'sla.*'],
  });
  echo.answers = echoes(500);

  // The person's lead, and whatever is written about it.
  const contact = { name: NAME, firstName: 'Zorbas', lastName: 'Quillfeather', email: EMAIL, phone: PHONE };
  const texts = { message: MARK, attributes: { [MARK]: MARK }, landingPage: `https://a.example/?${EMAIL}` };
  const lead = await by(null, 'POST', '/v1/leads', { source: 'web', contact, ...texts, refs: { crm: EMAIL } });
  const at = `/v1/leads/${lead.id}`;
  const owner = [ann, olga].find(({ id }) => id === lead.ownerId)!;
  await by(owner, 'POST', `${at}/pause`, { until: new Date(app.time.now() + HOUR).toISOString(), reason: MARK });
  await by(null, 'POST', `${at}/touches`, { kind: 'call', outcome: 'noAnswer', note: MARK, externalId: EMAIL });
  if (owner === ann) await by(null, 'POST', `${at}/reassign`, { repId: olga.id, reason: MARK });
  await by(null, 'POST', `${at}/reassign`, { repId: ann.id, reason: MARK });
  await by(null, 'POST', `${at}/disposition`, { category: 'lost', reason: NAME }, 422);
  await by(null, 'POST', `${at}/milestones`, { name: 'opportunity', value: { amount: '18400.00', currency: 'EUR' } });

  // Their deal and its handoff.
  const deal = (await app.must('GET', '/v1/deals')).data.find(({ handoff }: Json) => handoff !== null);
  await by(null, 'PATCH', `/v1/deals/${deal.id}`, { name: MARK, refs: { crm: 'd-1' } });
  const given = `/v1/handoffs/${deal.handoff.id}`;
  await by(ann, 'PATCH', `${given}/form`, FORM);
  await by(ann, 'POST', `/v1/deals/${deal.id}/win`, undefined);
  await by(olga, 'POST', `${given}/receivers/Operations/return`, { missing: [`/${NAME}`], note: MARK }, 422);
  await by(olga, 'POST', `${given}/receivers/Operations/return`, { missing: ['/context'], note: MARK });
  await by(ann, 'PATCH', `${given}/form`, { ...FORM, context: `Once more: ${MARK}` });
  const { questions } = await by(olga, 'POST', `${given}/questions`, { text: MARK });
  await by(ann, 'POST', `${given}/questions/${questions[0].id}/answer`, { text: MARK });
  await by(ann, 'POST', `${given}/told`, { note: MARK });
  await app.deliver();
  await app.moveBy(HOUR);
  echo.answers = echoes(400);
  await app.deliver();

  // Reports of a CRM about the person that could not be read.
  await sendFrom(connection, { owner: EMAIL, domain: MARK, stage: MARK, amount: MARK });
  await sendFrom(connection, { id: 'd-2', name: 'Shop', stage: MARK, owner: EMAIL });
  await sendFrom(connection, { id: MARK, name: undefined });
  await sendFrom(connection, { id: undefined, stage: NAME });

  // Refusals about no lead, which quote the person.
  await by(null, 'POST', '/v1/leads', { source: 'web', owner: { repId: NAME } }, 422);
  await by(null, 'POST', '/v1/suppressions', { email: EMAIL, reason: NAME }, 422);
  await by(null, 'POST', '/v1/suppressions', { email: EMAIL, reason: 'quillfeather' }, 422);
  await by(null, 'POST', '/v1/calendars', { name: 'Holidays', timeZone: 'UTC', hours: {}, holidayRegion: NAME }, 422);
  await by(null, 'POST', '/v1/deals', { name: 'A deal', account: { name: 'Acme', domain: EMAIL } }, 422);
  await by(null, 'POST', '/v1/handoffs', { kindId: deal.id, [MARK]: 1 }, 422);
  await by(null, 'POST', '/v1/erasures', { email: EMAIL, reason: `Asked by ${NAME}` }, 422);

  const holding = new Set((await rowsWith(app, TRACES)).map((row) => row.split(':')[0]));
  expect([...holding].sort()).toEqual(HOLDING);
  const { leads } = await app.must('POST', '/v1/erasures', { email: EMAIL, reason: 'Request 17' });
  expect(leads).toBe(1);
  expect(await rowsWith(app, TRACES)).toEqual([]);
});
