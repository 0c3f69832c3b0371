import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import { verified } from '../support/invariants.js';
import type { Json } from '../support/json.js';
import { aRep, changeSettings } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

type Person = 'ann' | 'bea' | 'olga' | 'otto' | 'fay' | 'dora';

let app: TestApplication;
let projects: ToolServer;
let books: ToolServer;
let people: Record<Person, Json>;
let keys: Record<Person | 'crm', string>;
let deals = 0;

/** Local times are those of Berlin, which is an hour ahead of UTC until the last Sunday of March. */
const BERLIN = 'Europe/Berlin';
const FORM = {
  type: 'object',
  additionalProperties: false,
  required: ['promised', 'firstInvoiceOn'],
  properties: {
    promised: { type: 'string', title: 'Promised', description: 'What did we say yes to beyond the contract?' },
    firstInvoiceOn: { type: 'string', format: 'date', title: 'First invoice' },
    kickoff: { type: 'string', format: 'date', title: 'Kickoff' },
  },
};
const COMPLETE = { promised: 'A second language', firstInvoiceOn: '2026-04-01', kickoff: '2026-03-16' };

const connectorOf = (name: string, { url }: ToolServer, says: object, fields: readonly string[]) =>
  app.must('POST', '/v1/record-connectors', {
    name,
    request: { url: `${url}/records`, body: { data: { external: '{{ record.key }}', ...says } } },
    idOf: '/data/gid',
    find: { url: `${url}/records?external={{ record.key }}`, idOf: '/data/0/gid' },
    update: {
      method: 'PUT',
      url: `${url}/records/{{ record.id }}`,
      body: { data: says },
      read: { url: `${url}/records/{{ record.id }}` },
      fields: fields.map((field) => ({ name: field, in: `/data/${field}`, at: `/data/${field}` })),
    },
  });

beforeAll(async () => {
  app = await TestApplication.start('2026-03-02T08:00:00.000Z');
  [projects, books] = await Promise.all([ToolServer.start(), ToolServer.start()]);
  const calendar = await app.must('POST', '/v1/calendars', {
    name: 'Nine to six',
    timeZone: BERLIN,
    hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '18:00']]])),
  });
  await changeSettings(app, { timeZone: BERLIN, defaultCalendarId: calendar.id });
  const names = ['ann', 'bea', 'olga', 'otto', 'fay', 'dora'] as const;
  const made = await Promise.all(
    names.map((name) => aRep(app, name[0]!.toUpperCase() + name.slice(1), { timeZone: BERLIN })),
  );
  people = Object.fromEntries(names.map((name, index) => [name, made[index]!])) as typeof people;
  const own = await Promise.all(names.map(async (name) => [name, await app.keyFor(['rep'], people[name].id)] as const));
  keys = {
    ...(Object.fromEntries(own) as Record<Person, string>),
    crm: await app.keyFor(['integration']),
  };
  const team = (name: string, ...reps: Json[]) =>
    app.must('POST', '/v1/teams', { name, repIds: reps.map(({ id }) => id) });
  const operations = await team('Operations', people.olga, people.otto);
  const finance = await team('Finance', people.fay);
  const kickoff = { $when: 'form.kickoff', $do: '{{ form.kickoff }}' };
  const project = await connectorOf('Projects', projects, { notes: '{{ form.promised }}', start: kickoff }, [
    ...['notes', 'start'],
  ]);
  const book = await connectorOf('Books', books, { firstInvoice: '{{ form.firstInvoiceOn }}' }, ['firstInvoice']);
  const receiver = (name: string, teamId: string, owner: Json, recordConnectorId: string) => ({
    name,
    teamId,
    ownerOfDoneRepId: owner.id,
    checklist: [],
    recordConnectorId,
    acknowledgeWithin: 'PT4H',
    completeWithin: 'PT36H',
  });
  await aHandoffKind(
    app,
    { teamId: operations.id, repId: people.dora.id },
    {
      form: FORM,
      ready: [],
      clientToldWithin: 'PT9H',
      receivers: [
        receiver('Operations', operations.id, people.olga, project.id),
        receiver('Finance', finance.id, people.fay, book.id),
      ],
    },
  );
});
afterAll(async () => {
  await app.stop();
  await Promise.all([projects.stop(), books.stop()]);
});

const by = (who: keyof typeof keys) => app.as(keys[who]);
/** Moves the clock to an hour of Berlin's winter time, or of UTC with a Z, with everything due until then. */
async function at(local: string): Promise<void> {
  await app.moveTo(new Date(local.endsWith('Z') ? local : `${local}+01:00`).toISOString());
  await app.deliver();
}
async function aDeal(who: Person): Promise<Json> {
  deals += 1;
  return by(who).must('POST', '/v1/deals', {
    name: `Website ${deals}`,
    account: { name: `Acme ${deals}` },
    amount: '18400.00',
    currency: 'EUR',
    ownerRepId: people[who].id,
  });
}
/** Makes a deal and wins it with a complete form. */
async function aWin(who: Person, form: object = COMPLETE): Promise<Json> {
  const deal = await aDeal(who);
  await by(who).must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, form);
  await by(who).must('POST', `/v1/deals/${deal.id}/win`);
  await app.deliver();
  return deal;
}
const handoffOf = ({ handoff }: Json): Promise<Json> => app.must('GET', `/v1/handoffs/${handoff.id}`);
const receiverOf = (handoff: Json, name: string): Json => handoff.receivers.find((each: Json) => each.name === name);
const act = (who: Person, { handoff }: Json, path: string, body: object = {}): Promise<Json> =>
  by(who).must('POST', `/v1/handoffs/${handoff.id}${path}`, body);
/** Returns the types of a rep's notifications about a handoff, the oldest first. */
async function notificationsTo(who: Person, { handoff }: Json): Promise<string[]> {
  const { data } = await app.must('GET', `/v1/reps/${people[who].id}/notifications?limit=100`);
  return data
    .filter(({ handoffId }: Json) => handoffId === handoff.id)
    .map(({ type }: Json) => type)
    .reverse();
}
async function textTo(who: Person, { handoff }: Json, type: string): Promise<string> {
  const { data } = await app.must('GET', `/v1/reps/${people[who].id}/notifications?limit=100`);
  return data.find((each: Json) => each.handoffId === handoff.id && each.type === type)?.text;
}
const sentences = async ({ handoff }: Json): Promise<string[]> =>
  (await app.must('GET', `/v1/handoffs/${handoff.id}/timeline?limit=1000`)).data.map(({ text }: Json) => text);
async function rowOf(label: string): Promise<Json> {
  const { data } = await app.must('GET', '/v1/reports/handoffs?from=2026-03-01T00:00:00Z&by=giver');
  return data.find((row: Json) => row.label === label);
}

describe('the first month of a client', () => {
  it('is rocky if the deal is won without its handoff, and all concerned are notified', async () => {
    // The deal is signed on a Friday afternoon, and marked as won in the CRM.
    await at('2026-03-06T16:00');
    const deal = await by('crm').must('PUT', '/v1/deals/by-ref/crm/1', {
      name: 'Signed on Friday',
      account: { name: 'Rocky Inc.' },
      ownerRepId: people.bea.id,
      stage: 'won',
      amount: '18400.00',
      currency: 'EUR',
    });
    expect(await notificationsTo('bea', deal)).toEqual(['handoff.missing']);
    expect(await textTo('bea', deal, 'handoff.missing')).toContain('no receiver knows of it yet');
    expect(await notificationsTo('olga', deal)).toEqual([]);
    expect((await app.must('GET', '/v1/deals?handoff=missing')).data.map(({ id }: Json) => id)).toEqual([deal.id]);
    // By Tuesday, eight working hours after Monday began, the form is still missing, and the decider is notified.
    await at('2026-03-10T09:00');
    expect(await notificationsTo('dora', deal)).toContain('sla.escalated');
    await by('bea').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, {
      promised: 'See mail',
      firstInvoiceOn: '2026-04-01',
    });
    await app.deliver();
    // Operations is notified on Tuesday, but cannot work with four lines.
    expect(await notificationsTo('olga', deal)).toEqual(['handoff.received']);
    expect((await app.must('GET', '/v1/deals?handoff=missing')).data).toEqual([]);
    await act('olga', deal, '/receivers/Operations/return', { missing: ['/promised'], note: 'What was promised?' });
    expect(await notificationsTo('bea', deal)).toEqual(expect.arrayContaining(['handoff.returned']));
    // Finance asks where to send the invoice, and gets no answer for days.
    await act('fay', deal, '/questions', { text: 'To whom do we send it?' });
    await at('2026-03-20T12:00');
    const handoff = await handoffOf(deal);
    expect(receiverOf(handoff, 'Operations')).toMatchObject({ state: 'returned', returns: 1 });
    expect(handoff.clocks.filter(({ state }: Json) => state === 'breached').length).toBeGreaterThanOrEqual(3);
    expect(await sentences(deal)).toEqual(
      expect.arrayContaining(['Returned by Operations: Promised is missing', expect.stringContaining('Question 1')]),
    );
    expect(await rowOf('Bea')).toMatchObject({
      handoffs: 1,
      done: 0,
      returned: 1,
      returns: 1,
      rightFirstTime: 0,
      questions: 1,
      reworkRate: 0.5,
      escalations: expect.any(Number),
    });
    expect((await rowOf('Bea')).escalations).toBeGreaterThanOrEqual(3);
  });

  it('is smooth if everything needed is handed over with the win', async () => {
    await at('2026-03-23T10:00');
    const deal = await aDeal('ann');
    const refused = await by('ann').ask('POST', `/v1/deals/${deal.id}/win`);
    expect([refused.status, refused.body.type]).toEqual([409, '/problems#handoff-incomplete']);
    expect(refused.body.errors.map(({ pointer }: Json) => pointer)).toEqual(['/promised', '/firstInvoiceOn']);
    await by('ann').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, COMPLETE);
    await by('ann').must('POST', `/v1/deals/${deal.id}/win`);
    await app.deliver();
    for (const who of ['olga', 'fay'] as const) expect(await notificationsTo(who, deal)).toEqual(['handoff.received']);
    expect(receiverOf(await handoffOf(deal), 'Operations').record).toMatchObject({ state: 'made' });
    expect(receiverOf(await handoffOf(deal), 'Finance').record).toMatchObject({ state: 'made' });
    expect(books.made.at(-1)).toMatchObject({ firstInvoice: '2026-04-01' });
    await act('ann', deal, '/told', { note: 'Kickoff is on Monday' });
    await at('2026-03-23T12:00');
    for (const [who, name] of [
      ['olga', 'Operations'],
      ['fay', 'Finance'],
    ] as const) {
      await act(who, deal, `/receivers/${name}/accept`);
      await act(who, deal, `/receivers/${name}/done`);
    }
    expect(await handoffOf(deal)).toMatchObject({ state: 'done', questions: [], blockers: [] });
    expect(await notificationsTo('dora', deal)).toEqual([]);
    expect(await rowOf('Ann')).toMatchObject({
      handoffs: 1,
      done: 1,
      returned: 0,
      rightFirstTime: 2,
      firstTimeRightRate: 1,
      escalations: 0,
      questions: 0,
      acknowledge: { kept: 2, missed: 0, attainment: 1 },
      records: { made: 2, pending: 0, failed: 0 },
    });
  });
});

describe('a win', () => {
  it('on Friday at five has until Monday noon to be acknowledged, in the reader’s time zone', async () => {
    // The clocks go forward in the night to Sunday. The time is an hour of Friday and three of Monday.
    await at('2026-03-27T17:00');
    const deal = await aWin('ann');
    const [clock] = receiverOf(await handoffOf(deal), 'Operations').clocks;
    expect(clock).toMatchObject({ kind: 'handoffAcknowledge', state: 'running', dueAt: '2026-03-30T10:00:00.000Z' });
    expect(await textTo('olga', deal, 'handoff.received')).toMatch(/Mon.* 12:00/);
    // No reminders at the weekend.
    await at('2026-03-30T06:59:00Z');
    expect((await notificationsTo('olga', deal)).filter((type) => type !== 'handoff.received')).toEqual([]);
    await at('2026-03-30T09:59:00Z');
    expect(await notificationsTo('dora', deal)).toEqual([]);
    await act('olga', deal, '/receivers/Operations/accept');
    expect(receiverOf(await handoffOf(deal), 'Operations').clocks[0]).toMatchObject({ state: 'met' });
    await at('2026-03-30T10:00:00Z');
    // Finance has missed it.
    expect(await notificationsTo('dora', deal)).toEqual(['sla.escalated']);
  });

  it('comes back, is asked about at night and amended, and its records follow', async () => {
    await at('2026-04-07T08:00:00Z');
    const deal = await aWin('ann');
    const project = projects.made.at(-1)!;
    const book = books.made.at(-1)!;
    await act('fay', deal, '/receivers/Finance/return', { missing: ['/firstInvoiceOn'], note: 'That is a holiday' });
    expect(await notificationsTo('ann', deal)).toContain('handoff.returned');
    // Olga moves the kickoff in her own tool, and asks at eleven at night.
    project.start = '2026-03-18';
    await at('2026-04-07T21:00:00Z');
    await act('olga', deal, '/questions', { text: 'Which second language?' });
    const asked = (await handoffOf(deal)).clocks.find(({ kind }: Json) => kind === 'handoffQuestion');
    // After four working hours of the next morning.
    expect(asked).toMatchObject({ state: 'running', dueAt: '2026-04-08T11:00:00.000Z' });
    await at('2026-04-08T08:00:00Z');
    const [question] = (await handoffOf(deal)).questions;
    await act('ann', deal, `/questions/${question.id}/answer`, {
      text: 'French',
      amend: { promised: 'French', firstInvoiceOn: '2026-04-02', kickoff: '2026-03-20' },
    });
    await app.deliver();
    // Fields that were not edited in the tool follow the amendment; the kickoff that Olga moved stays, and she is asked
    // about it.
    expect(project).toMatchObject({ notes: 'French', start: '2026-03-18' });
    expect(book).toMatchObject({ firstInvoice: '2026-04-02' });
    const handoff = await handoffOf(deal);
    expect(receiverOf(handoff, 'Finance').state).toBe('waiting');
    expect(handoff.questions).toHaveLength(2);
    expect(handoff.questions[1]).toMatchObject({
      toRepId: people.olga.id,
      answer: null,
      text: expect.stringContaining('start: the form says "2026-03-20", the tool says "2026-03-18".'),
    });
    expect(await sentences(deal)).toEqual(
      expect.arrayContaining([
        'Form saved by Ann: First invoice, Kickoff, and Promised; nothing is missing',
        expect.stringMatching(/^Question 1, “.+”, was answered by \w+, and the form amended: “.+”$/),
        'Handed over again to Finance',
        'Record brought up to date in the tool of Operations; 1 field left unchanged, because a person had changed it there',
        'Record brought up to date in the tool of Finance',
      ]),
    );
    expect([projects.made.length, books.made.length]).toEqual([4, 4]);
  });

  it('goes to a present rep while the usual owner is on vacation, and stays with them', async () => {
    const absence = await app.must('POST', `/v1/reps/${people.olga.id}/absences`, {
      from: '2026-04-13T00:00:00Z',
      to: '2026-04-25T00:00:00Z',
      reason: 'vacation',
    });
    await at('2026-04-14T08:00:00Z');
    const deal = await aWin('ann');
    expect(receiverOf(await handoffOf(deal), 'Operations').ownerRepId).toBe(people.otto.id);
    expect([await notificationsTo('otto', deal), await notificationsTo('olga', deal)]).toEqual([
      ['handoff.received'],
      [],
    ]);
    expect(await sentences(deal)).toContain('Handed over by Ann to Operations (Otto) and Finance (Fay)');
    expect(projects.made.at(-1)).toMatchObject({ notes: 'A second language' });
    await act('otto', deal, '/receivers/Operations/accept');
    await at('2026-04-27T08:00:00Z');
    expect(receiverOf(await handoffOf(deal), 'Operations')).toMatchObject({ ownerRepId: people.otto.id });
    await app.delete(`/v1/reps/${people.olga.id}/absences/${absence.id}`);
  });

  it('is processed while the accounting tool is down for a day, and is booked once', async () => {
    await at('2026-05-04T08:00:00Z');
    books.answersOnly = 503;
    const before = books.made.length;
    const deal = await aWin('bea');
    await act('fay', deal, '/receivers/Finance/accept');
    expect(receiverOf(await handoffOf(deal), 'Finance').record).toMatchObject({
      state: 'pending',
      failure: 'The tool did not accept the request: it answered 503.',
    });
    expect((await rowOf('Bea')).records).toMatchObject({ pending: 1, failed: 0 });
    for (let hour = 1; hour <= 24; hour += 1)
      await at(new Date(Date.parse('2026-05-04T08:00:00Z') + hour * 3_600_000).toISOString());
    // The record is made from the form as amended meanwhile.
    await by('bea').must('PATCH', `/v1/handoffs/${deal.handoff.id}/form`, { firstInvoiceOn: '2026-06-01' });
    books.answersOnly = null;
    // The retries come at most half a day and a quarter apart.
    await at('2026-05-06T08:00:00Z');
    expect(receiverOf(await handoffOf(deal), 'Finance').record).toMatchObject({ state: 'made', failure: null });
    expect(books.made.slice(before)).toMatchObject([{ firstInvoice: '2026-06-01' }]);
    expect(await handoffOf(deal)).toMatchObject({ blockers: [] });
    expect((await notificationsTo('fay', deal)).includes('record.failed')).toBe(false);
    expect((await rowOf('Bea')).records).toMatchObject({ pending: 0, failed: 0 });
    expect((await verified(app.database.url)).found).toEqual([]);
  });
});
