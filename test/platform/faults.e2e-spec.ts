import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { NOBODY } from '../support/people.js';

let app: TestApplication;
let lead: string;

beforeAll(async () => {
  app = await TestApplication.start();
  lead = `/v1/leads/${(await app.must('POST', '/v1/leads', { source: 'web', contact: {} })).id}`;
});
afterAll(() => app.stop());

async function sentences(method: string, path: string, body: unknown): Promise<string[]> {
  const answer = await app.ask(method, path, body);
  expect(answer.status).toBe(422);
  return answer.body.errors.map(({ pointer, message }: Record<string, string>) => `${pointer}: ${message}`);
}

describe('the message of a fault says what is expected', () => {
  const milestone = (amount: unknown) => ({ name: 'won', value: { amount, currency: 'EUR' } });
  const aReason = (over: object) => ({
    code: 'dear',
    category: 'lost',
    label: 'Too dear',
    intent: 'realButLost',
    ...over,
  });
  const assign = (to: object) => ({ rules: [{ name: 'All', when: {}, assign: to }] });

  it.each<[string, () => [string, object], string]>([
    [
      'of an amount that is a number',
      () => [`${lead}/milestones`, milestone(5000)],
      '/value/amount: Expected a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00", not the number 5000.',
    ],
    [
      'of an amount with too many digits',
      () => [`${lead}/milestones`, milestone('0.12345')],
      '/value/amount: Expected a decimal amount of zero or more as text, with at most 15 digits before the point and 4 after it, for example "5000.00".',
    ],
    [
      'of hours that are a text',
      () => ['/v1/calendars', { name: 'x', timeZone: 'UTC', hours: { mon: '9-17' } }],
      '/hours/mon: Expected a list such as [["09:00","12:30"],["13:30","17:00"]], not the text "9-17".',
    ],
    [
      'of an interval that is a text',
      () => ['/v1/calendars', { name: 'x', timeZone: 'UTC', hours: { mon: ['09:00'] } }],
      '/hours/mon/0: Expected a list such as ["09:00","17:00"], not the text "09:00".',
    ],
    [
      'of a day that is written out',
      () => ['/v1/calendars', { name: 'x', timeZone: 'UTC', hours: { monday: [] } }],
      '/hours/monday: There is no field "monday" here; known are mon, tue, wed, thu, fri, sat, sun. Did you mean "mon"?',
    ],
    [
      'of skills that are a list',
      () => ['/v1/reps', { name: 'A', email: 'a@example.com', skills: ['de'] }],
      '/skills: Expected an object such as {"language":["de","en"]}, not a list.',
    ],
    [
      'of a skill that is a text',
      () => ['/v1/reps', { name: 'A', email: 'a@example.com', skills: { language: 'de' } }],
      '/skills/language: Expected a list such as ["de","en"], not the text "de".',
    ],
    [
      'of a time of receipt',
      () => ['/v1/leads', { source: 'web', contact: {}, receivedAt: '2026-03-02T09:00:00Z' }],
      '/receivedAt: There is no field "receivedAt" here: Touchline records when a lead arrives. Send when the person made the request as "submittedAt".',
    ],
    [
      'of a day of return beside the fields',
      () => [`${lead}/disposition`, { category: 'nurture', reason: 'not_now', wakeAt: '2027-03-02T09:00:00Z' }],
      '/wakeAt: There is no field "wakeAt" here: send it in "fields", such as "fields": { "wakeAt": "2027-01-15T09:00:00.000Z" }.',
    ],
    [
      'of a label in what is no language',
      () => ['/v1/disposition-reasons', aReason({ labels: { de: 'Preis', xx_bad: 'Price' } })],
      '/labels/xx_bad: Expected the tag of a language as the name, such as de or pt-BR.',
    ],
    [
      'of the type of a field that no reason can require',
      () => ['/v1/disposition-reasons', aReason({ fieldTypes: { '9x': { type: 'date' } } })],
      '/fieldTypes/9x: Expected as its name a field in requires: a letter, then letters, digits and underscores.',
    ],
    [
      'of the type of a field that has its own',
      () => ['/v1/disposition-reasons', aReason({ requires: ['amount'], fieldTypes: { amount: { type: 'date' } } })],
      '/fieldTypes/amount: amount is always a decimal amount: leave its type out.',
    ],
    [
      'of a filter that asks for nothing',
      () => ['/v1/leads/dispositions', { filter: {}, disposition: { category: 'lost', reason: 'price' } }],
      '/filter: Expected at least 1 field.',
    ],
    [
      'of a word in a query that is neither true nor false',
      () => [
        '/v1/leads/dispositions?dryRun=maybe',
        { ids: [NOBODY], disposition: { category: 'lost', reason: 'price' } },
      ],
      '/dryRun: Expected true or false, not the text "maybe".',
    ],
    [
      'of a parameter that there is not',
      () => [
        '/v1/leads/dispositions?dryrun=true',
        { ids: [NOBODY], disposition: { category: 'lost', reason: 'price' } },
      ],
      '/dryrun: There is no parameter "dryrun" here; the only one is dryRun.',
    ],
    [
      'of a number where an object of few fields is wanted',
      () => [`${lead}/milestones`, { name: 'won', value: 1200 }],
      '/value: Expected an object { "amount", "currency" }, not the number 1200.',
    ],
    [
      'of a body that is missing and has to say something',
      () => [`${lead}/reopen`, undefined as never],
      ': Expected an object { "reason" }, and there is no body.',
    ],
    [
      'of a number where text is wanted',
      () => [`${lead}/disposition`, { category: 'lost', reason: 'price', fields: { amount: 5000 } }],
      '/fields/amount: Expected text, not the number 5000: write "5000".',
    ],
    [
      'of an object that says itself how it is written, and not with a function',
      () => ['/v1/leads', { source: { toString: true }, contact: {} }],
      '/source: Expected text, not an object.',
    ],
    [
      'of a win that is told as a disposition',
      () => [`${lead}/disposition`, { category: 'won', reason: 'price' }],
      '/category: A win is a milestone, and closes the lead: POST /v1/leads/{id}/milestones with { "name": "won" }. A disposition is one of nurture, recycle, suppress, lost.',
    ],
    [
      'of a loss that is told as a milestone',
      () => [`${lead}/milestones`, { name: 'lost' }],
      '/name: A loss is a disposition: POST /v1/leads/{id}/disposition with { "category": "lost", "reason": … }. A milestone is one of qualified, opportunity, won.',
    ],
    [
      'of a pool and a rep to move to',
      () => [`${lead}/reassign`, { repId: NOBODY, poolId: NOBODY, reason: 'x' }],
      ': Both repId and poolId are given: leave out poolId to give it to that rep, or repId to have the pool deal it.',
    ],
    [
      'of null where a field may be left out',
      () => ['/v1/leads', { source: 'web', channel: null }],
      '/channel: Expected text, not null; a field without a value is left out.',
    ],
    ['of null where it may not', () => ['/v1/leads', { source: null }], '/source: Expected text, not null.'],
    [
      'of null where there is a default',
      () => [`${lead}/touches`, { kind: 'call', outcome: 'connected', direction: null }],
      '/direction: Expected one of outbound, inbound, not null; a field without a value is left out.',
    ],
    [
      'of a word that is none of them',
      () => [`${lead}/touches`, { kind: 'fax', outcome: 'sent' }],
      '/kind: Expected one of call, email, sms, chat, meeting, other, not "fax".',
    ],
  ])('%s', async (_, sent, sentence) => {
    const [path, body] = sent();
    expect((await sentences('POST', path, body))[0]).toBe(sentence);
  });

  it('of a storm breaker and of credentials of the wrong type', async () => {
    expect(await sentences('PUT', '/v1/settings', { stormBreaker: false })).toEqual([
      '/stormBreaker: Expected how many leads may move by breach (`moves`) within a time (`per`), or null for no limit.',
    ]);
    const destination = { name: 'M', platform: 'meta', settings: { datasetId: '1' } };
    expect((await sentences('POST', '/v1/feedback/destinations', { ...destination, credentials: 'x' }))[0]).toBe(
      '/credentials: Expected the credentials for posting, or null.',
    );
    const rules = [
      { on: { milestone: 'lead' }, send: { event: 'Lead' } },
      { on: { intent: 'stop', reason: 'A b' }, send: { event: 'No' } },
    ];
    expect(await sentences('POST', '/v1/feedback/destinations', { ...destination, rules })).toEqual([
      '/rules/0/on/milestone: Expected one of received, qualified, opportunity, won, not "lead".',
      '/rules/1/on/reason: Expected the code of a reason, such as no_budget_now.',
    ]);
  });

  it('of a value that may have several forms, or be null', async () => {
    const policy = { name: 'Fast', firstTouch: { within: 'PT5M' } };
    expect(await sentences('POST', '/v1/sla-policies', { ...policy, decideWithin: 5 })).toEqual([
      '/decideWithin: Expected a time above zero, such as P5D, or an object with `within` and, if you like, `meetings` and `onMiss`.',
    ]);
    const rule = { name: 'All', when: {}, assign: { poolId: NOBODY }, requireSkills: { language: 'de' } };
    expect(await sentences('PUT', '/v1/routing', { rules: [rule] })).toEqual([
      '/rules/0/requireSkills/language: Expected a list of values, or an object with the `field` of the lead that holds the value.',
    ]);
    const user = { email: 'ann@example.com', name: 'Ann', scopes: ['rep'] };
    expect(await sentences('POST', '/v1/users', { ...user, repId: 'Ann' })).toEqual([
      '/repId: Expected an id (a UUID), such as 019cafc2-1a00-7000-8000-000000000003, or null, not text.',
    ]);
    expect(await sentences('GET', '/v1/deals?month=March', undefined)).toEqual([
      '/month: Expected a month of the time zone of the settings, such as `2026-03`, or `none` for deals without a date.',
    ]);
    expect(await sentences('GET', '/v1/reports/forecast?currency=euro', undefined)).toEqual([
      '/currency: Expected the ISO 4217 code of a currency, such as EUR.',
    ]);
    expect(await sentences('POST', '/v1/crm-connections', { name: 'CRM', system: 'hub spot' })).toContain(
      '/system: Expected letters, digits, hyphens, underscores and dots: what the CRM is called in the `refs` of deals, accounts, reps and contracts, such as hubspot.',
    );
  });

  it('of a rule with both a pool and a rep, or with neither', async () => {
    expect((await sentences('PUT', '/v1/routing', assign({ repId: NOBODY, poolId: NOBODY })))[0]).toBe(
      '/rules/0/assign: Both poolId and repId are given: leave out repId to have the pool deal it, or poolId to give it to that rep.',
    );
    expect((await sentences('PUT', '/v1/routing', assign({})))[0]).toBe(
      '/rules/0/assign: Expected one of poolId, repId, queue and dispose, or accountOwner or companyOwner with otherwise.',
    );
  });

  it('of a change that has a route of its own', async () => {
    expect(await sentences('PATCH', lead, { ownerId: NOBODY, status: 'lost' })).toEqual([
      '/ownerId: There is no field "ownerId" here: POST /v1/leads/{id}/reassign gives the lead to somebody else.',
      '/status: There is no field "status" here: POST /v1/leads/{id}/disposition closes the lead, and POST /v1/leads/{id}/reopen opens it again.',
    ]);
    expect(await sentences('POST', '/v1/leads', { source: 'web', ownerId: NOBODY })).toEqual([
      '/ownerId: There is no field "ownerId" here: routing rules choose the owner. Name one who owns the lead already as "owner": { "repId": … }.',
    ]);
    expect(await sentences('PATCH', `/v1/deals/${NOBODY}`, { stage: 'won' })).toEqual([
      '/stage: There is no field "stage" here: POST /v1/deals/{id}/win, …/lose and …/reopen change the stage of a deal.',
    ]);
  });

  it('of a day that is none, once', async () => {
    expect(await sentences('GET', `/v1/accounts/${NOBODY}/revenue?at=soon`, undefined)).toEqual([
      '/at: Expected a date that exists, written YYYY-MM-DD, such as 2026-12-25, not "soon".',
    ]);
    expect(await sentences('GET', `/v1/accounts/${NOBODY}/revenue?at=2300-01-31`, undefined)).toEqual([
      '/at: Expected a day such as 2026-01-31; by default today, in the time zone of the settings.',
    ]);
  });

  it('of a word that is nearly one of very many', async () => {
    const [message] = await sentences('POST', '/v1/webhooks', { url: 'https://x.example', types: ['led.*'] });
    expect(message).toMatch(/^\/types\/0: Expected one of \d+ values, not "led\.\*"\. Did you mean "lead\.\*"\?$/);
    const [unlike] = await sentences('POST', '/v1/webhooks', { url: 'https://x.example', types: ['everything'] });
    expect(unlike).toContain('lead.received, lead.updated, ');
  });

  it('of a queue that there is not', async () => {
    expect(await sentences('GET', '/v1/routing/queue?queue=nowhere', undefined)).toEqual([
      '/queue: There is no queue "nowhere"; known are review. POST /v1/queues adds one.',
    ]);
  });

  it('of a field that appears twice in an object, at any depth', async () => {
    const twice = (raw: string, path = '/v1/leads') => app.ask('POST', path, undefined, { raw });
    const fault = (pointer: string) => ({
      status: 422,
      body: {
        type: '/problems#invalid-request',
        errors: [
          {
            pointer,
            code: 'repeated',
            message: 'Expected each field once in an object, but this one occurs twice.',
          },
        ],
      },
    });
    const before = (await app.must('GET', '/v1/leads')).data.length;
    expect(await twice('{"source":"web","contact":{},"source":"ads"}')).toMatchObject(fault('/source'));
    expect(await twice('{"source":"web","contact":{"email":"a@b.example","email":"c@d.example"}}')).toMatchObject(
      fault('/contact/email'),
    );
    const batch = '{"leads":[{"source":"web","contact":{}},{"source":"web","contact":{},"attributes":{"a":1,"a":2}}]}';
    expect(await twice(batch, '/v1/leads/batch')).toMatchObject(fault('/leads/1/attributes/a'));
    expect((await app.must('GET', '/v1/leads')).data).toHaveLength(before);
  });
});

it('the detail locates the first fault and suggests the right time zone or spelling of a parameter', async () => {
  const body = { name: 'Ann', email: 'ann@example.com', timeZone: 'berlin' };
  expect((await app.post('/v1/reps', body)).body.detail).toContain(
    '/timeZone: Expected an IANA time zone, such as Europe/Berlin, not "berlin". Did you mean "Europe/Berlin"?',
  );
  for (const [given, meant] of [
    ['Europe/Munich', 'Europe/Berlin'],
    ['America/San Francisco', 'America/Los_Angeles'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['PDT', 'America/Los_Angeles'],
  ])
    expect((await app.post('/v1/calendars', { name: 'Own', timeZone: given, hours: {} })).body.detail).toContain(
      `not "${given}". Did you mean "${meant}"?`,
    );
  expect((await app.post('/v1/reps', { email: 'Ann' })).body.detail).toBe(
    '2 errors, the first at /name: "name" is required.',
  );
  const twice = await app.get('/v1/reports/breaches?by=rep&by=day');
  expect(twice.body.detail).toBe('/by: Given more than once: write `by=rep,day`.');
  expect((await app.get('/v1/reports/breaches?by=reason')).body.detail).toMatch(
    /Only `dispositions` groups by reason\.$/,
  );
});
