import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { allTo, aPool, aRep, faults, NOBODY } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

let app: TestApplication;
/** What of a document of each kind may be changed. */
const CHANGES: Readonly<Record<string, (read: Json) => object>> = {
  rep: () => ({ capacity: { open: 9 } }),
  pool: ({ members: [first, ...others] }) => ({ members: [{ ...first, weight: 3 }, ...others] }),
  team: () => ({ name: 'Another team' }),
  policy: () => ({ mode: 'measure' }),
  calendar: () => ({ holidays: ['2026-12-25'] }),
  reason: () => ({ label: 'In other words' }),
  destination: () => ({ mode: 'shadow' }),
  told: () => ({ quietHours: 'offHours' }),
  webhook: () => ({ types: ['sla.*'] }),
  channel: () => ({ name: 'Elsewhere' }),
  handoffKind: () => ({ moment: 'When the contract is signed.' }),
  recordConnector: () => ({ name: 'Another tool' }),
  crmConnection: () => ({ name: 'Another CRM' }),
  settings: () => ({ currency: 'CHF' }),
  routing: ({ rules }) => ({ rules: [{ ...rules[0], name: 'Everything' }] }),
};
/** Where a document of each kind is. */
const places = new Map<string, string>();

beforeAll(async () => {
  app = await TestApplication.start();
  const rep = await aRep(app, 'Ann', { refs: { constructor: 'x' } });
  const pool = await aPool(app, 'All', [rep, await aRep(app, 'Zoe')]);
  const team = await app.must('POST', '/v1/teams', { name: 'Team', repIds: [rep.id] });
  const policy = await aPolicy(app, {}, { time: 'elapsed' });
  const [calendar] = (await app.must('GET', '/v1/calendars')).data;
  const [reason] = (await app.must('GET', '/v1/disposition-reasons')).data;
  const destination = await app.must('POST', '/v1/feedback/destinations', {
    name: 'Meta',
    platform: 'meta',
    settings: { datasetId: '1234567890' },
  });
  const webhook = await app.must('POST', '/v1/webhooks', { url: 'https://example.com/hook', types: ['lead.*'] });
  const channel = await app.must('POST', '/v1/channels', {
    name: 'Inbound',
    kind: 'slack',
    settings: { channelId: 'C0123456789', botToken: 'xoxb-1234567890-abcdef', signingSecret: '8f742231b10e8888' },
    poolIds: [pool.id],
  });
  const connector = await app.must('POST', '/v1/record-connectors', {
    name: 'Tool',
    request: { url: 'https://tool.example.com/records', body: { name: '{{ deal.name }}', key: '{{ record.key }}' } },
    idOf: '/id',
    find: { url: 'https://tool.example.com/records?key={{ record.key }}', idOf: '/0/id' },
  });
  const crm = await app.must('POST', '/v1/crm-connections', {
    ...{ name: 'CRM', system: 'crm', proof: { kind: 'standard' } },
    mapping: { ref: '{{ item.id }}', changedAt: '{{ item.at }}' },
    readiness: { url: 'https://crm.example.com/deals/{{ deal.ref }}', body: { ready: '{{ readiness.ready }}' } },
  });
  const kind = await aHandoffKind(app, { teamId: team.id, repId: rep.id });
  await allTo(app, pool);
  await app.must('PUT', '/v1/settings', { currency: 'USD' });
  await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false, until: '2026-03-03T00:00:00.000Z' });
  for (const [name, place] of [
    ['rep', `/v1/reps/${rep.id}`],
    ['pool', `/v1/pools/${pool.id}`],
    ['team', `/v1/teams/${team.id}`],
    ['policy', `/v1/sla-policies/${policy.id}`],
    ['calendar', `/v1/calendars/${calendar.id}`],
    ['reason', `/v1/disposition-reasons/${reason.id}`],
    ['destination', `/v1/feedback/destinations/${destination.id}`],
    ['webhook', `/v1/webhooks/${webhook.id}`],
    ['channel', `/v1/channels/${channel.id}`],
    ['handoffKind', `/v1/handoff-kinds/${kind.id}`],
    ['recordConnector', `/v1/record-connectors/${connector.id}`],
    ['crmConnection', `/v1/crm-connections/${crm.id}`],
    ['told', `/v1/reps/${rep.id}/notification-settings`],
    ['settings', '/v1/settings'],
    ['routing', '/v1/routing'],
  ] as const)
    places.set(name, place);
});
afterAll(() => app.stop());

it('every document that can be read and replaced has its turn here', async () => {
  const { paths } = (await app.get('/openapi.json', { key: null })).body;
  const documents = Object.keys(paths).filter((path) => paths[path].get && paths[path].put);
  const asked = [...places.values()].map((place) => place.replace(/[0-9a-f-]{36}/, '{id}'));
  expect(documents.sort()).toEqual([...asked, '/v1/reps/by-ref/{system}/{ref}'].sort());
});

describe.each([
  'rep',
  'pool',
  'team',
  'policy',
  'calendar',
  'reason',
  'destination',
  'webhook',
  'handoffKind',
  'recordConnector',
  'crmConnection',
  'told',
  'settings',
  'routing',
])('of a %s', (kind) => {
  it('the document that was read may be sent back, and changes nothing', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    const put = await app.put(place, read);
    expect([put.status, put.body]).toEqual([200, read]);
  });

  it('what follows from the rest is taken and ignored, and a change of the rest makes one version', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    const derived = { createdAt: '1999-01-01T00:00:00Z', updatedAt: 0 };
    const told = Object.fromEntries(Object.entries(derived).filter(([field]) => field in read));
    expect((await app.put(place, { ...read, ...told })).body).toEqual(read);
    const changed = CHANGES[kind]!(read);
    await app.moveBy(1_000);
    const put = await app.put(place, { ...read, ...told, ...changed });
    // What became of running clocks is told in the answer of a change alone.
    const { replanned: _, ...saved } = put.body;
    expect([put.status, saved]).toEqual([
      200,
      {
        ...read,
        ...changed,
        version: read.version + 1,
        ...('updatedAt' in read && { updatedAt: new Date(app.time.now()).toISOString() }),
      },
    ]);
    expect(await app.must('GET', place)).toEqual(saved);
  });

  it('an older version than the present one is refused', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    for (const version of [read.version + 1, Math.max(read.version - 1, 1)].filter((each) => each !== read.version)) {
      const put = await app.put(place, { ...read, version });
      expect([version, put.status, put.body.version]).toEqual([version, 412, read.version]);
    }
    const matched = await app.put(place, { ...read, version: read.version + 1 }, { headers: { 'if-match': '*' } });
    expect(matched.status).toBe(412);
  });

  it('another id, another type and a field nobody knows are refused', async () => {
    const place = places.get(kind)!;
    const read = await app.must('GET', place);
    if (read.id !== undefined)
      expect(faults(await app.put(place, { ...read, id: NOBODY }))).toEqual(['/id contradiction']);
    expect(faults(await app.put(place, { ...read, version: 'x' }))).toEqual(['/version type']);
    expect(faults(await app.put(place, { ...read, colour: 'red' }))).toEqual(['/colour unknown']);
  });
});

it('a rep whose zone follows the settings goes on following them', async () => {
  const { id } = await aRep(app, 'Bo');
  const read = await app.must('GET', `/v1/reps/${id}`);
  await app.must('PUT', `/v1/reps/${id}`, { ...read, name: 'Bob' });
  const settings = await app.must('GET', '/v1/settings');
  await app.must('PUT', '/v1/settings', { ...settings, timeZone: 'Asia/Tokyo' });
  expect(await app.must('GET', `/v1/reps/${id}`)).toMatchObject({ name: 'Bob', timeZone: 'Asia/Tokyo' });
  // Told without having been read, it is theirs.
  await app.must('PUT', `/v1/reps/${id}`, { name: 'Bob', email: read.email, timeZone: 'Asia/Tokyo' });
  await app.must('PUT', '/v1/settings', settings && { ...settings, version: undefined, timeZone: 'UTC' });
  expect(await app.must('GET', `/v1/reps/${id}`)).toMatchObject({ timeZone: 'Asia/Tokyo' });
});

it('a rep may be sent back by the id of another system', async () => {
  const rep = await aRep(app, 'Cy', { refs: { crm: '7' } });
  const read = await app.must('GET', `/v1/reps/${rep.id}`);
  expect(await app.must('PUT', '/v1/reps/by-ref/crm/7', read)).toEqual(read);
  expect(faults(await app.put('/v1/reps/by-ref/crm/7', { ...read, id: NOBODY }))).toEqual(['/id contradiction']);
  expect((await app.put('/v1/reps/by-ref/crm/7', { ...read, version: 9 })).status).toBe(412);
});

it.each(['constructor', 'toString', 'hasOwnProperty'])('a system may be called %s', async (system) => {
  const body = { name: system, email: `${system}@example.com` };
  const made = await app.put(`/v1/reps/by-ref/${system}/1`, body);
  expect([made.status, made.body.refs]).toEqual([201, { [system]: '1' }]);
  const again = await app.put(`/v1/reps/by-ref/${system}/1`, { ...body, refs: {} });
  expect([again.status, again.body.id]).toEqual([200, made.body.id]);
  const versions = await app.must('GET', `/v1/reps/${made.body.id}/versions`);
  expect(versions.data.map(({ version }: { version: number }) => version)).toEqual([1]);
});

it('a system called __proto__ is refused', async () => {
  const answer = await app.put('/v1/reps/by-ref/__proto__/1', { name: 'X', email: 'x@example.com' });
  expect(faults(answer)).toEqual(['/refs/__proto__ unknown']);
});
