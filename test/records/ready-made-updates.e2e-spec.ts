import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { type KnownToolName, KnownTools } from '../support/known-tools.js';
import { aRep } from '../support/people.js';

const person = {
  type: 'object',
  required: ['name', 'email'],
  properties: { name: { type: 'string' }, email: { type: 'string' } },
};
/** What the ready-made mappings ask of a form. */
const FORM = {
  type: 'object',
  required: ['contacts', 'kickoff', 'anomalies', 'billing'],
  properties: {
    contacts: {
      ...{ type: 'object', required: ['buyer', 'dayToDay', 'billing'] },
      properties: { buyer: person, dayToDay: person, billing: person },
    },
    promises: {
      type: 'array',
      items: { type: 'object', required: ['what'], properties: { what: { type: 'string' } } },
    },
    kickoff: {
      ...{ type: 'object', required: ['waitsFor'] },
      properties: { on: { type: 'string', format: 'date' }, waitsFor: { type: 'string' } },
    },
    anomalies: { type: 'string' },
    billing: {
      type: 'object',
      required: ['lines', 'schedule', 'terms'],
      properties: {
        lines: {
          type: 'array',
          items: {
            type: 'object',
            required: ['what', 'kind'],
            properties: {
              what: { type: 'string' },
              kind: { enum: ['fixed', 'retainer', 'timeAndMaterial', 'usage'] },
              amount: { type: 'string', format: 'amount' },
              rate: { type: 'string' },
              cap: { type: 'string' },
              period: { type: 'string' },
            },
          },
        },
        schedule: {
          type: 'array',
          items: {
            type: 'object',
            required: ['on'],
            properties: { on: { type: 'string', format: 'date' }, amount: { type: 'string', format: 'amount' } },
          },
        },
        terms: { type: 'string' },
        reference: { type: 'string' },
      },
    },
  },
};
const kim = { name: 'Kim', email: 'kim@acme.example' };
const lines = (what: string) => [{ what, kind: 'fixed', amount: '900.00' }];
const COMPLETE = {
  contacts: { buyer: kim, dayToDay: kim, billing: kim },
  kickoff: { on: '2026-03-16', waitsFor: 'Their logo' },
  anomalies: 'None',
  billing: { lines: lines('Website'), schedule: [{ on: '2026-03-16', amount: '900.00' }], terms: '14 days' },
};

let app: TestApplication;
let tools: KnownTools;
let people: { teamId: string; repId: string };
let ann: { id: string; key: string };

beforeAll(async () => {
  tools = await KnownTools.start();
  app = await TestApplication.start(undefined, { environment: { feedbackBaseUrls: tools.bases } });
  const olga = await aRep(app, 'Olga');
  const { id } = await aRep(app, 'Ann');
  ann = { id, key: await app.keyFor(['rep'], id) };
  people = { repId: olga.id, teamId: (await app.must('POST', '/v1/teams', { name: 'All', repIds: [olga.id] })).id };
});
afterAll(async () => {
  await app.stop();
  await tools.stop();
});

/** A deal whose record was made by a ready-made mapping. */
async function aMade(name: KnownToolName): Promise<Json> {
  const { data } = await app.must('GET', '/v1/record-connectors/ready-made');
  const { connector } = data.find(({ tool }: Json) => tool === name);
  const filled = JSON.parse(
    JSON.stringify(connector)
      .replaceAll('‹your site›', 'acme')
      .replaceAll(/‹[^›]+›/g, 'x1'),
  );
  const made = await app.must('POST', '/v1/record-connectors', { ...filled, auth: { kind: 'bearer', token: 't' } });
  const kind = await aHandoffKind(app, people, {
    ...{ name: `With ${name}`, form: FORM, ready: [] },
    receivers: [
      {
        ...{ name: 'Receiver', teamId: people.teamId, ownerOfDoneRepId: people.repId, checklist: [] },
        ...{ acknowledgeWithin: 'PT4H', completeWithin: 'PT48H', recordConnectorId: made.id },
      },
    ],
  });
  const deal = await app.must('POST', '/v1/deals', {
    ...{
      name: `Website in ${name}`,
      account: { name: `Acme ${name}` },
      ownerRepId: ann.id,
    },
    ...{ amount: '900.00', currency: 'EUR' },
  });
  await app.must('PATCH', `/v1/accounts/${deal.account.id}`, { refs: { quickbooks: name } });
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, COMPLETE, ann);
  await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
  await app.deliver();
  await app.delete(`/v1/handoff-kinds/${kind.id}`);
  expect((await handoffOf(deal)).receivers[0].record).toMatchObject({ state: 'made', update: { state: 'current' } });
  return deal;
}
const handoffOf = ({ handoff }: Json): Promise<Json> => app.must('GET', `/v1/handoffs/${handoff.id}`);
async function amend(deal: Json, form: object): Promise<Json> {
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, form, ann);
  await app.deliver();
  return handoffOf(deal);
}
const questionsOf = ({ questions }: Json): string[] => questions.map(({ text }: Json) => text);

describe('a ready-made mapping', () => {
  it('brings a task in Asana up to date, but for what was changed there', async () => {
    const deal = await aMade('asana');
    const [task] = tools.records.asana as [Json];
    expect(questionsOf(await amend(deal, { kickoff: { on: '2026-03-20' } }))).toEqual([]);
    expect(task).toMatchObject({ due_on: '2026-03-20', notes: expect.stringContaining('Kickoff: 2026-03-20') });
    task.due_on = '2026-04-01';
    const [question] = questionsOf(await amend(deal, { kickoff: { on: '2026-03-23' } }));
    expect(question).toContain('Due date: the form says "2026-03-23", the tool says "2026-04-01".');
    expect(task).toMatchObject({ due_on: '2026-04-01', notes: expect.stringContaining('Kickoff: 2026-03-23') });
    expect(tools.changes.at(-1)).toEqual({ data: { notes: expect.any(String) } });
  });

  it('brings an issue in Jira up to date, whatever Jira makes of its text', async () => {
    const deal = await aMade('jira');
    const [issue] = tools.records.jira as [Json];
    for (const anomalies of ['They pay in two parts', 'They pay at once']) {
      expect(questionsOf(await amend(deal, { anomalies }))).toEqual([]);
      expect(JSON.stringify(issue.fields.description)).toContain(anomalies);
    }
    expect(Object.keys(tools.changes.at(-1)!.fields)).toEqual(['description']);
    issue.fields.description.content.push({ type: 'paragraph', content: [{ type: 'text', text: 'Note of Olga' }] });
    const [question] = questionsOf(await amend(deal, { anomalies: 'They do not pay' }));
    expect(question).toContain('Description: the form says "They do not pay", the tool says "They pay at once, ');
    expect(JSON.stringify(issue.fields.description)).toContain('Note of Olga');
  });

  it('brings a draft in Xero up to date, and nothing that was submitted', async () => {
    const deal = await aMade('xero');
    const [invoice] = tools.records.xero as [Json];
    expect(questionsOf(await amend(deal, { billing: { lines: lines('Website in French') } }))).toEqual([]);
    expect(invoice.LineItems[0]).toMatchObject({ Description: 'Website in French', UnitAmount: 900 });
    invoice.Status = 'SUBMITTED';
    const { length } = tools.changes;
    const [question] = questionsOf(await amend(deal, { billing: { lines: lines('Website in Dutch') } }));
    expect(question).toContain('in its tool it is "SUBMITTED" by now');
    expect(question).toContain('Lines: the form says "Website in Dutch", the tool says "Website in French".');
    expect([tools.changes.length, invoice.LineItems[0].Description]).toEqual([length, 'Website in French']);
  });

  it('brings a pending estimate in QuickBooks up to date, by its latest version', async () => {
    const deal = await aMade('quickbooks');
    const [estimate] = tools.records.quickbooks as [Json];
    estimate.SyncToken = '7';
    expect(questionsOf(await amend(deal, { billing: { lines: lines('Website in French') } }))).toEqual([]);
    expect(estimate).toMatchObject({ SyncToken: '8', PrivateNote: 'Website in quickbooks' });
    expect(tools.changes.at(-1)).toEqual({ Id: '1', SyncToken: '7', sparse: true, Line: expect.any(Array) });
    estimate.TxnStatus = 'Accepted';
    const [question] = questionsOf(await amend(deal, { billing: { lines: lines('Website in Dutch') } }));
    expect(question).toContain('in its tool it is "Accepted" by now');
    expect(estimate.Line[0].Description).toBe('Website in French');
  });
});
