import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind, aKindBody } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { aRep, faults, NOBODY } from '../support/people.js';
import { ToolServer } from '../support/tool-server.js';

const PATH = '/v1/record-connectors';
const SECRET = 'very-hush-hush';

let app: TestApplication;
let tool: ToolServer;
let people: { teamId: string; repId: string };

beforeAll(async () => {
  app = await TestApplication.start();
  const ann = await aRep(app, 'Ann');
  people = { repId: ann.id, teamId: (await app.must('POST', '/v1/teams', { name: 'Delivery', repIds: [ann.id] })).id };
  await app.mark();
});
afterAll(() => app.stop());
beforeEach(async () => {
  tool = await ToolServer.start();
});
afterEach(async () => {
  await tool.stop();
  await app.back();
});

const body = (fields: object = {}): Json => ({
  name: 'Project tool',
  request: {
    method: 'POST',
    url: `${tool.url}/records`,
    headers: { 'x-workspace': 'w1' },
    body: {
      data: {
        name: '{{ deal.name }}',
        external: '{{ record.key }}',
        context: '{{ form.context }}',
        buyer: { $when: 'form.contacts.buyer', $do: '{{ form.contacts.buyer.email }}' },
      },
    },
  },
  idOf: '/data/gid',
  link: 'https://tool.example.com/r/{{ record.id }}',
  find: { url: `${tool.url}/records?external={{ record.key }}`, idOf: '/data/0/gid' },
  ...fields,
});
const aConnector = (fields: object = {}) => app.must('POST', PATH, body(fields));
const asked = async (fields: object) => faults(await app.post(PATH, body(fields)));
const withBody = (written: object) => asked({ request: { url: `${tool.url}/records`, body: written } });
const receiving = (recordConnectorId: string, fields: object = {}) => ({
  receivers: [{ ...aKindBody(people).receivers[0], recordConnectorId, ...fields }],
});
const test = (id: string, over: object = {}) => app.must('POST', `${PATH}/${id}/test`, over);

/** Returns all rows of the database as text. */
async function everything(): Promise<string> {
  const tables = await app.database.ask(
    `select quote_ident(relname) as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace`,
  );
  const found = [];
  for (const { name } of tables) found.push(await app.database.ask(`select row.*::text as row from ${name} as row`));
  return JSON.stringify(found);
}

describe('a record connector', () => {
  it('is shown as it was sent, has a name of its own, and can be deleted', async () => {
    const made = await aConnector();
    expect(made).toMatchObject({ ...body(), version: 1, authSetAt: null });
    expect(faults(await app.post(PATH, body({ name: made.name.toUpperCase() })))).toEqual(['/name taken']);
    expect((await app.delete(`${PATH}/${made.id}`)).status).toBe(204);
    expect((await app.get(`${PATH}/${made.id}`)).status).toBe(404);
  });

  it('warns if a lost answer could create a record twice', async () => {
    const { find: _, ...without } = body();
    const { warnings } = await app.must('POST', PATH, without);
    expect(warnings.map(({ pointer }: Json) => pointer)).toEqual(['/idempotency']);
  });

  it.each([
    ['what nothing has', { a: '{{ deal.price }}' }, '/request/body/a unknownField'],
    ['what may not be there', { a: ['{{ deal.amount }}'] }, '/request/body/a/0 open'],
    ['an id before there is one', { a: '{{ record.id }}' }, '/request/body/a unknownField'],
    ['code', { a: '{% for x in deal %}{{ x }}{% endfor %}' }, '/request/body/a template'],
    ['a filter that is none', { a: '{{ deal.name | json }}' }, '/request/body/a template'],
    ['a blank', { a: '‹your project›' }, '/request/body/a template'],
    ['too much', { a: Array.from({ length: 1_001 }, () => 1) }, '/request/body tooMany'],
  ])('is refused where its template asks for %s', async (_what, written, fault) => {
    expect(await withBody(written)).toEqual([fault]);
  });

  it('is refused with an invalid request, or an address that is not allowed', async () => {
    expect(await asked({ request: { url: 'https://{{ deal.name }}.example.com/x', body: {} } })).toEqual([
      '/request/url address',
    ]);
    expect(await asked({ request: { url: 'https://10.0.0.1/x', body: {} } })).toEqual(['/request/url address']);
    expect(await asked({ request: { url: 'http://example.com/x', body: {} } })).toEqual(['/request/url address']);
    expect(await asked({ find: { url: 'https://192.168.0.1/{{ record.key }}', idOf: '/id' } })).toEqual([
      '/find/url address',
    ]);
    expect(await asked({ request: { method: 'DELETE', url: tool.url, body: {} } })).toEqual(['/request/method value']);
    expect(await asked({ request: { url: tool.url } })).toEqual(['/request/body required']);
    expect(await asked({ idOf: 'data.id' })).toEqual(['/idOf format']);
    expect(await asked({ link: 'javascript:alert({{ record.id }})' })).toEqual(['/link address']);
    const headers = { Authorization: 'Bearer x' };
    expect(await asked({ request: { url: tool.url, headers, body: {} } })).toEqual([
      '/request/headers/Authorization header',
    ]);
  });

  it('accepts four kinds of authentication, and repeats no secret in its errors', async () => {
    const auth = async (given: object | string) => faults(await app.post(PATH, body({ auth: given })));
    expect(await auth({ kind: 'bearer' })).toEqual(['/auth/token required']);
    expect(await auth({ kind: 'basic', username: 'a:b', password: 'x', token: 'y' })).toEqual([
      '/auth/token contradiction',
      '/auth/username value',
    ]);
    expect(await auth({ kind: 'header', name: 'Host', value: 'x' })).toEqual(['/auth/name header']);
    const oauth = { kind: 'oauth', tokenUrl: 'https://127.1.2.3/t', clientId: 'c', clientSecret: SECRET };
    const answer = await app.post(PATH, body({ auth: oauth }));
    expect(faults(answer)).toEqual(['/auth/tokenUrl address']);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  });

  it('encrypts its secret and never shows it', async () => {
    const made = await aConnector({ auth: { kind: 'bearer', token: SECRET } });
    expect(made).toMatchObject({ authSetAt: new Date(app.time.now()).toISOString() });
    expect(made).not.toHaveProperty('auth');
    const path = `${PATH}/${made.id}`;
    expect((await app.put(path, made)).body.version).toBe(1);
    expect(JSON.stringify(await app.must('GET', `${path}/versions`))).not.toContain(SECRET);
    expect(await everything()).not.toContain(SECRET);
    const shown = await test(made.id, { form: { context: 'x' } });
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(shown.request.headers.authorization).toBe('***');
  });

  it('does not send its secret to a new host unless the secret is given again', async () => {
    const made = await aConnector({ auth: { kind: 'bearer', token: SECRET } });
    const elsewhere = { ...made, request: { ...made.request, url: 'https://elsewhere.example.com/records' } };
    expect(faults(await app.put(`${PATH}/${made.id}`, elsewhere))).toEqual(['/request/url address']);
    expect((await app.put(`${PATH}/${made.id}`, { ...elsewhere, auth: null })).body).toMatchObject({ authSetAt: null });
  });
});

describe('a receiver that names a connector', () => {
  it('must name an existing one, which then cannot be deleted', async () => {
    const made = await aConnector();
    expect(faults(await app.post('/v1/handoff-kinds', aKindBody(people, receiving(NOBODY))))).toEqual([
      '/receivers/0/recordConnectorId unknownId',
    ]);
    await aHandoffKind(app, people, receiving(made.id.toUpperCase()));
    const refused = await app.delete(`${PATH}/${made.id}`);
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('"Sales to operations"')]);
  });

  it('is refused if the sections of the form that it sees cannot fill the templates', async () => {
    const made = await aConnector();
    const asks = async (fields: object) => faults(await app.post('/v1/handoff-kinds', aKindBody(people, fields)));
    const at = '/receivers/0/recordConnectorId';
    expect(await asks(receiving(made.id, { sections: ['context'] }))).toEqual([`${at} unknownField`]);
    const form = { type: 'object', properties: { context: { type: 'string' } } };
    const found = await app.post('/v1/handoff-kinds', aKindBody(people, { ...receiving(made.id), form, ready: [] }));
    expect(faults(found)).toEqual([`${at} unknownField`, `${at} open`]);
    expect(found.body.errors[0].message).toMatch(
      /^The record connector "Project tool" at \/request\/body\/data\/buyer/,
    );
  });

  it('prevents changes to the connector that could leave a template open', async () => {
    const made = await aConnector();
    await aHandoffKind(app, people, receiving(made.id));
    const { request } = made;
    const data = { risk: '{{ form.risk }}' };
    const refused = await app.put(`${PATH}/${made.id}`, { ...made, request: { ...request, body: { data } } });
    expect(faults(refused)).toEqual(['/request/body/data/risk open']);
    expect(refused.body.errors[0].message).toMatch(/^For "Operations" of the handoff kind "Sales to operations": /);
    const mended = { data: { risk: '{{ form.risk | default: "unknown" }}' } };
    expect((await app.put(`${PATH}/${made.id}`, { ...made, request: { ...request, body: mended } })).status).toBe(200);
  });

  it('may have no deal if its handoff begins manually', async () => {
    const made = await aConnector();
    const fields = { ...receiving(made.id), start: { on: 'manual' } };
    expect(faults(await app.post('/v1/handoff-kinds', aKindBody(people, fields)))).toEqual([
      '/receivers/0/recordConnectorId open',
    ]);
  });
});

describe('a test of a connector', () => {
  it('fills the templates with an example form, and creates nothing', async () => {
    const made = await aConnector();
    const kind = await aHandoffKind(app, people, receiving(made.id));
    const shown = await test(made.id);
    expect(shown).toMatchObject({ outcome: 'reached', why: null, gaps: [], ref: null, answer: { status: 200 } });
    expect(shown.request).toMatchObject({
      method: 'POST',
      headers: { 'x-workspace': 'w1' },
      body: { data: { name: 'Example deal', context: 'Context', buyer: 'example@example.com' } },
    });
    expect(tool.asked()).toEqual(['GET /records']);
    expect(await test(made.id, { handoffKindId: kind.id, receiver: 'Operations' })).toMatchObject({
      outcome: 'reached',
    });
    expect(faults(await app.post(`${PATH}/${made.id}/test`, { receiver: 'Nobody' }))).toEqual([
      '/receiver unknownField',
    ]);
    expect(faults(await app.post(`${PATH}/${made.id}/test`, { handoffKindId: NOBODY }))).toEqual([
      '/handoffKindId unknownId',
    ]);
    expect((await app.post(`${PATH}/${NOBODY}/test`, {})).status).toBe(404);
  });

  it('fills in ids in other systems, and labels the fields of a group by their titles', async () => {
    const made = await aConnector({
      request: {
        method: 'POST',
        url: `${tool.url}/records?of={{ deal.refs.crm | required }}`,
        body: {
          customer: '{{ account.refs.books | required }}',
          scope: '{{ form.scope | lines: " · " | default: "None" }}',
        },
      },
    });
    const titled = (title: string) => ({ type: 'string', title });
    const parts = { type: 'object', title: 'Parts', properties: { what: titled('Piece of work') } };
    await aHandoffKind(app, people, {
      ...receiving(made.id),
      ready: [],
      form: {
        type: 'object',
        properties: {
          scope: {
            type: 'object',
            properties: {
              rounds: { type: 'integer', title: 'Rounds of corrections' },
              before: titled('Before us'),
              own: { type: 'string' },
              parts: { type: 'array', items: parts },
            },
          },
        },
      },
    });
    const { request, gaps } = await test(made.id);
    expect(gaps).toEqual([]);
    expect(request.url).toBe(`${tool.url}/records?of=example-1`);
    expect(request.body).toEqual({
      customer: 'example-1',
      scope: 'Rounds of corrections: 1 · Before us: Before us · Own: own · Parts: Piece of work: Piece of work',
    });
  });

  it('creates a record if requested to, and reads its id', async () => {
    const made = await aConnector({ idempotency: { in: 'query', name: 'requestid', keptFor: 'PT1H' } });
    const shown = await test(made.id, { make: true, form: { context: 'They "grow" {{ deal.name }}' } });
    expect(shown).toMatchObject({ outcome: 'made', ref: 'R-1', url: 'https://tool.example.com/r/R-1' });
    const key = shown.request.body.data.external;
    expect(shown.request.url).toBe(`${tool.url}/records?requestid=${key}`);
    expect(tool.made).toMatchObject([{ context: 'They "grow" {{ deal.name }}', external: key }]);
  });

  it('reports what stays open without a form', async () => {
    const made = await aConnector();
    expect(await test(made.id)).toMatchObject({
      outcome: 'open',
      request: null,
      gaps: [{ pointer: '/request/body/data/context' }],
    });
    expect(tool.requests).toEqual([]);
  });

  it.each([
    [500, 'unreachable'],
    [422, 'refused'],
    [401, 'unknown'],
  ])('with the answer %s has the outcome %s', async (status, outcome) => {
    tool.answersOnly = status;
    const made = await aConnector();
    expect(await test(made.id, { form: { context: 'x' } })).toMatchObject({ outcome, answer: { status } });
  });

  it('gets tokens that last half an hour, each with the latest refresh token', async () => {
    tool.goodTokens = new Set();
    const auth = {
      kind: 'oauth',
      tokenUrl: `${tool.url}/token`,
      clientId: 'client',
      clientSecret: 'hush',
      clientIn: 'header',
      refreshToken: 'refresh-1',
    };
    const made = await aConnector({ auth });
    const again = () => test(made.id, { form: { context: 'x' } });
    expect(await again()).toMatchObject({ outcome: 'reached' });
    expect(await again()).toMatchObject({ outcome: 'reached' });
    expect(tool.tokensGiven).toBe(1);
    await app.moveBy(29 * 60_000 + 1);
    expect(await again()).toMatchObject({ outcome: 'reached' });
    expect(tool.tokensGiven).toBe(2);
    // A token that was revoked is noticed and replaced.
    tool.goodTokens = new Set();
    expect(await again()).toMatchObject({ outcome: 'unknown' });
    expect(await again()).toMatchObject({ outcome: 'reached' });
    tool.refreshToken = 'another';
    await app.moveBy(3_600_000);
    expect(await again()).toMatchObject({ outcome: 'unknown', why: expect.stringContaining('invalid_grant') });
    expect(await everything()).not.toContain('refresh-');
  });

  it('gets a single token for simultaneous requests', async () => {
    tool.goodTokens = new Set();
    const auth = {
      kind: 'oauth',
      tokenUrl: `${tool.url}/token`,
      clientId: 'client',
      clientSecret: 'hush',
      clientIn: 'header',
      refreshToken: 'refresh-1',
    };
    const made = await aConnector({ auth });
    const all = await Promise.all([1, 2, 3, 4, 5].map(() => test(made.id, { form: { context: 'x' } })));
    expect(tool.tokensGiven).toBe(1);
    expect(all.filter(({ outcome }) => !['reached', 'unreachable'].includes(outcome))).toEqual([]);
    expect(await test(made.id, { form: { context: 'x' } })).toMatchObject({ outcome: 'reached' });
  });

  it('leaves out the day of the kickoff where that is sensitive, as all that is not named', async () => {
    const due = { $when: 'handoff.kickoffOn', $do: '{{ handoff.kickoffOn }}' };
    const { id } = await aConnector({ request: { url: `${tool.url}/records`, body: { name: 'New', due } } });
    const on = { type: 'string', format: 'date' };
    for (const sensitive of [false, true]) {
      const kickoff = { type: 'object', properties: { on: { ...on, ...(sensitive && { sensitive }) } } };
      const form = { type: 'object', properties: { kickoff } };
      const kind = { name: `Sensitive: ${sensitive}`, form, ready: [], ...receiving(id, { sections: ['kickoff'] }) };
      const { id: handoffKindId } = await aHandoffKind(app, people, kind);
      const { request } = await test(id, { handoffKindId, form: { kickoff: { on: '2026-03-16' } } });
      expect(request.body).toEqual({ name: 'New', ...(!sensitive && { due: '2026-03-16' }) });
    }
  });
});

describe('a ready-made connector', () => {
  it('can be saved for each receiver that it fits, once its blanks are filled in', async () => {
    const { data } = await app.must('GET', `${PATH}/ready-made`);
    expect(data.map(({ tool: name, kind, connector }: Json) => [name, kind, connector.name])).toEqual([
      ['asana', 'project', 'Asana'],
      ['jira', 'project', 'Jira'],
      ['xero', 'accounting', 'Xero'],
      ['quickbooks', 'accounting', 'QuickBooks Online'],
      ['xero', 'accounting', 'Xero: what was delivered'],
      ['quickbooks', 'accounting', 'QuickBooks Online: what was delivered'],
      ['xero', 'accounting', 'Xero: what went live'],
      ['quickbooks', 'accounting', 'QuickBooks Online: what went live'],
    ]);
    const kinds = (await app.must('GET', '/v1/handoff-kinds/ready-made')).data;
    for (const { connector, fillIn, fits } of data) {
      expect((await app.post(PATH, connector)).status).toBe(422);
      const filled = (fillIn as string[]).reduce(
        (text, blank) => text.replaceAll(blank, 'x1'),
        JSON.stringify(connector),
      );
      expect(filled).not.toMatch(/[‹›]/);
      const made = await app.must('POST', PATH, JSON.parse(filled));
      for (const { kind: ready } of kinds) {
        const served = fits.filter(({ kind }: Json) => kind === ready.name).map(({ receiver }: Json) => receiver);
        if (served.length === 0) continue;
        const receivers = ready.receivers.map((receiver: Json) => ({
          ...receiver,
          teamId: people.teamId,
          ownerOfDoneRepId: people.repId,
          ...(served.includes(receiver.name) && { recordConnectorId: made.id }),
        }));
        const escalation = { ...ready.escalation, deciderRepId: people.repId };
        const name = `${ready.name} ${connector.name}`;
        const kind = await app.must('POST', '/v1/handoff-kinds', { ...ready, name, receivers, escalation });
        const { outcome, gaps, request } = await test(made.id, { handoffKindId: kind.id, receiver: served[0] });
        expect([outcome === 'open', gaps]).toEqual([false, []]);
        if (connector.name === 'QuickBooks Online') expect(request.body.CustomerRef).toEqual({ value: 'example-1' });
      }
    }
    expect(
      data.every(({ kind, connector }: Json) => kind === 'project' || /DRAFT|Pending/.test(JSON.stringify(connector))),
    ).toBe(true);
  });

  it('is there for each receiver of each ready-made kind, and with drafts where there is a bill', async () => {
    const { data } = await app.must('GET', `${PATH}/ready-made`);
    const kinds = (await app.must('GET', '/v1/handoff-kinds/ready-made')).data;
    const toolsFor = (kind: string, receiver: string, of: string) =>
      data.filter((each: Json) => {
        return each.kind === of && each.fits.some((fit: Json) => fit.kind === kind && fit.receiver === receiver);
      }).length;
    for (const { kind } of kinds)
      for (const { name } of kind.receivers) {
        const isBilled = name === 'Finance' && kind.form.properties.billing !== undefined;
        expect([kind.name, name, toolsFor(kind.name, name, 'project')]).toEqual([kind.name, name, 2]);
        expect([kind.name, name, toolsFor(kind.name, name, 'accounting')]).toEqual([kind.name, name, isBilled ? 2 : 0]);
      }
  });
});
