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
/** The fields that the ready-made mappings require of a form. */
const FORM = {
  type: 'object',
  required: ['contacts', 'kickoff', 'anomalies', 'billing'],
  properties: {
    context: { type: 'object', properties: { reason: { type: 'string' }, isUrgent: { type: 'boolean' } } },
    scope: {
      type: 'object',
      properties: {
        work: { type: 'array', items: { type: 'string' } },
        migration: {
          type: 'string',
          title: 'Whose data is brought along',
          oneOf: [
            { const: 'byUs', title: 'We bring it' },
            { const: 'byClient', title: 'The client brings it' },
          ],
        },
        notIncluded: { type: 'string' },
        margin: { type: 'string', sensitive: true },
      },
    },
    contacts: {
      type: 'object',
      required: ['buyer', 'dayToDay', 'billing'],
      properties: { buyer: person, dayToDay: person, billing: person },
    },
    promises: {
      type: 'array',
      items: { type: 'object', required: ['what'], properties: { what: { type: 'string' } } },
    },
    kickoff: {
      type: 'object',
      required: ['waitsFor'],
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
            properties: {
              what: { type: 'string' },
              on: { type: 'string', format: 'date' },
              amount: { type: 'string', format: 'amount' },
            },
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
  context: { reason: 'Their shop is slow', isUrgent: true },
  // Not in the order of the form.
  scope: { notIncluded: 'Photographs', margin: '40 percent', migration: 'byUs', work: ['A website', 'A shop'] },
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

let mappings = 0;
/** Creates a deal whose record was made by a ready-made mapping. */
async function aMade(name: KnownToolName): Promise<Json> {
  const { data } = await app.must('GET', '/v1/record-connectors/ready-made');
  const { connector } = data.find(({ tool }: Json) => tool === name);
  const filled = JSON.parse(
    JSON.stringify(connector)
      .replaceAll('‹your site›', 'acme')
      .replaceAll(/‹[^›]+›/g, 'x1'),
  );
  mappings += 1;
  filled.name = `${filled.name} ${mappings}`;
  const made = await app.must('POST', '/v1/record-connectors', { ...filled, auth: { kind: 'bearer', token: 't' } });
  const kind = await aHandoffKind(app, people, {
    name: `With ${filled.name}`,
    form: FORM,
    ready: [],
    receivers: [
      {
        name: 'Receiver',
        teamId: people.teamId,
        ownerOfDoneRepId: people.repId,
        checklist: [],
        acknowledgeWithin: 'PT4H',
        completeWithin: 'PT48H',
        recordConnectorId: made.id,
      },
    ],
  });
  const deal = await app.must('POST', '/v1/deals', {
    name: `Website in ${name}`,
    account: { name: `Acme ${filled.name}` },
    ownerRepId: ann.id,
    amount: '900.00',
    currency: 'EUR',
  });
  await app.must('PATCH', `/v1/accounts/${deal.account.id}`, { refs: { quickbooks: filled.name } });
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, COMPLETE, ann);
  await app.must('POST', `/v1/deals/${deal.id}/win`, undefined, ann);
  await app.deliver();
  await app.delete(`/v1/handoff-kinds/${kind.id}`);
  expect((await handoffOf(deal)).receivers[0].record).toMatchObject({ state: 'made', update: { state: 'current' } });
  return deal;
}
/** Its page in the console, at the end of a text. */
const pageOf = ({ handoff }: Json) => new RegExp(`http[^ ]+/console/handoffs/${handoff.id}$`);
const handoffOf = ({ handoff }: Json): Promise<Json> => app.must('GET', `/v1/handoffs/${handoff.id}`);
async function amend(deal: Json, form: object): Promise<Json> {
  await app.must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, form, ann);
  await app.deliver();
  return handoffOf(deal);
}
const questionsOf = ({ questions }: Json): string[] => questions.map(({ text }: Json) => text);

describe('a ready-made mapping', () => {
  it('writes the form into a project tool by its labels, in its order, with a link to the handoff in the console', async () => {
    const deal = await aMade('asana');
    const { notes, due_on } = tools.records.asana.at(-1)!;
    expect(notes).toContain('Context\nReason: Their shop is slow\nIs urgent: yes\n\nScope\n');
    expect(notes).toContain(
      'Scope\nWork: A website; A shop\nWhose data is brought along: We bring it\nNot included: Photographs\n\nContacts\n',
    );
    expect(notes).toContain('Billing\nLines: What: Website, Kind: fixed, Amount: 900.00\n');
    expect(notes).toMatch(pageOf(deal));
    expect(notes).not.toContain('40 percent');
    expect(due_on).toBe('2026-03-16');
    const inJira = await aMade('jira');
    const { description } = tools.records.jira.at(-1)!.fields;
    const texts = [...JSON.stringify(description).matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text!);
    expect(texts.slice(0, 7)).toEqual([
      'Context',
      'Reason: Their shop is slow',
      'Is urgent: yes',
      'Scope',
      'Work: A website; A shop',
      'Whose data is brought along: We bring it',
      'Not included: Photographs',
    ]);
    expect(texts.at(-1)).toMatch(pageOf(inJira));
    expect(JSON.stringify(description)).toContain(`"type":"link","attrs":{"href":"${texts.at(-1)}"}`);
  });

  it('does not ask about sensitive fields that it never had, and says what it has in full', async () => {
    const deal = await aMade('asana');
    expect(questionsOf(await amend(deal, { scope: { margin: '30 percent' } }))).toEqual([]);
    tools.records.asana.at(-1)!.notes = 'Ours';
    const [question] = questionsOf(await amend(deal, { anomalies: 'They pay at once' }));
    expect(question).toMatch(/Description: the form says "Context Reason: .*, the tool says "Ours"/);
  });

  it('writes the schedule into an accounting tool as lines, with dates if these allow, and a link', async () => {
    const inXero = await aMade('xero');
    const invoice = tools.records.xero.at(-1)!;
    expect(invoice).toMatchObject({ DueDate: '2026-03-16', Url: expect.stringMatching(pageOf(inXero)) });
    const schedule = (on: string) => ({ billing: { schedule: [{ on, amount: '900.00', what: 'upon the kickoff' }] } });
    const payment = (on: string) => `To be invoiced on ${on}: 900.00 net of tax (upon the kickoff)`;
    expect(questionsOf(await amend(inXero, schedule('2026-03-20')))).toEqual([]);
    expect(invoice.DueDateString).toBe('2026-03-20T00:00:00');
    expect(invoice.LineItems[1]).toMatchObject({ Description: payment('2026-03-20') });
    const inQuickBooks = await aMade('quickbooks');
    const estimate = tools.records.quickbooks.at(-1)!;
    expect(estimate.Line[1].DescriptionLineDetail).toEqual({ ServiceDate: '2026-03-16' });
    await amend(inQuickBooks, schedule('2026-03-20'));
    expect(estimate.Line[1]).toMatchObject({
      Description: payment('2026-03-20'),
      DescriptionLineDetail: { ServiceDate: '2026-03-20' },
    });
    expect(estimate.PrivateNote).toMatch(pageOf(inQuickBooks));
  });

  it('updates a task in Asana except for what was changed there', async () => {
    const deal = await aMade('asana');
    const task = tools.records.asana.at(-1)!;
    expect(questionsOf(await amend(deal, { kickoff: { on: '2026-03-20' } }))).toEqual([]);
    expect(task).toMatchObject({ due_on: '2026-03-20', notes: expect.stringContaining('Kickoff\nOn: 2026-03-20\n') });
    task.due_on = '2026-04-01';
    const [question] = questionsOf(await amend(deal, { kickoff: { on: '2026-03-23' } }));
    expect(question).toContain('Due date: the form says "2026-03-23", the tool says "2026-04-01".');
    expect(task).toMatchObject({ due_on: '2026-04-01', notes: expect.stringContaining('On: 2026-03-23') });
    expect(tools.changes.at(-1)).toEqual({ data: { notes: expect.any(String) } });
  });

  it('updates an issue in Jira, even though Jira rewrites its text', async () => {
    const deal = await aMade('jira');
    const issue = tools.records.jira.at(-1)!;
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

  it('updates a draft in Xero, but nothing that was submitted', async () => {
    const deal = await aMade('xero');
    const invoice = tools.records.xero.at(-1)!;
    expect(questionsOf(await amend(deal, { billing: { lines: lines('Website in French') } }))).toEqual([]);
    expect(invoice.LineItems[0]).toMatchObject({ Description: 'Website in French', UnitAmount: 900 });
    invoice.Status = 'SUBMITTED';
    const { length } = tools.changes;
    const [question] = questionsOf(await amend(deal, { billing: { lines: lines('Website in Dutch') } }));
    expect(question).toContain('its status in the tool is now "SUBMITTED"');
    expect(question).toContain('Lines: the form says "Website in Dutch", the tool says "Website in French".');
    expect([tools.changes.length, invoice.LineItems[0].Description]).toEqual([length, 'Website in French']);
  });

  it('updates a pending estimate in QuickBooks by its latest version', async () => {
    const deal = await aMade('quickbooks');
    const estimate = tools.records.quickbooks.at(-1)!;
    estimate.SyncToken = '7';
    expect(questionsOf(await amend(deal, { billing: { lines: lines('Website in French') } }))).toEqual([]);
    expect(estimate).toMatchObject({
      SyncToken: '8',
      PrivateNote: expect.stringContaining('Website in quickbooks. Handed over: http'),
    });
    expect(tools.changes.at(-1)).toEqual({ Id: estimate.Id, SyncToken: '7', sparse: true, Line: expect.any(Array) });
    estimate.TxnStatus = 'Accepted';
    const [question] = questionsOf(await amend(deal, { billing: { lines: lines('Website in Dutch') } }));
    expect(question).toContain('its status in the tool is now "Accepted"');
    expect(estimate.Line[0].Description).toBe('Website in French');
  });
});
