import type { TestApplication } from '../support/application.js';
import { aHandoffKind } from '../support/handoffs.js';
import type { Json } from '../support/json.js';
import { allTo, aPool, aRep } from '../support/people.js';
import { aPolicy } from '../support/policies.js';

export const CHANGES: Readonly<Record<string, (read: Json) => object>> = {
  rep: () => ({ capacity: { open: 9 } }),
  pool: ({ members: [first, ...others] }) => ({ members: [{ ...first, weight: 3 }, ...others] }),
  team: () => ({ name: 'Another team' }),
  source: () => ({ maxPerMinute: 30 }),
  queue: () => ({ name: 'Another queue' }),
  list: () => ({ name: 'Other postcodes' }),
  policy: () => ({ mode: 'measure' }),
  calendar: () => ({ holidays: ['2026-12-25'] }),
  reason: () => ({ label: 'In other words' }),
  destination: () => ({ mode: 'shadow' }),
  told: () => ({ quietHours: 'offHours' }),
  user: () => ({ scopes: ['admin'] }),
  webhook: () => ({ types: ['sla.*'] }),
  channel: () => ({ name: 'Elsewhere' }),
  handoffKind: () => ({ moment: 'When the contract is signed.' }),
  recordConnector: () => ({ name: 'Another tool' }),
  crmConnection: () => ({ name: 'Another CRM' }),
  inbound: () => ({ source: 'contact-form' }),
  churnReason: () => ({ answerable: 'nobody' }),
  settings: () => ({ currency: 'CHF' }),
  routing: ({ rules }) => ({ rules: [{ ...rules[0], name: 'Everything' }] }),
};
/** Creates one document of each kind that is edited as a whole. @returns the path of each */
export async function everyDocument(app: TestApplication): Promise<ReadonlyMap<string, string>> {
  const rep = await aRep(app, 'Ann', { refs: { constructor: 'x' } });
  const pool = await aPool(app, 'All', [rep, await aRep(app, 'Zoe')]);
  const team = await app.must('POST', '/v1/teams', { name: 'Team', repIds: [rep.id] });
  const list = await app.must('POST', '/v1/lists', { name: 'Postcodes', values: ['20095', '20097'] });
  const source = await app.must('POST', '/v1/sources', { code: 'google-ads', aliases: ['adwords'] });
  const inbound = await app.must('POST', '/v1/inbound', { name: 'Website', kind: 'form', source: 'website' });
  const queue = await app.must('POST', '/v1/queues', { name: 'Audit', ownerRepId: rep.id });
  const policy = await aPolicy(app, {}, { time: 'elapsed' });
  const [calendar] = (await app.must('GET', '/v1/calendars')).data;
  const [reason] = (await app.must('GET', '/v1/disposition-reasons')).data;
  const destination = await app.must('POST', '/v1/feedback/destinations', {
    name: 'Meta',
    platform: 'meta',
    settings: { datasetId: '1234567890' },
    rules: [{ on: { milestone: 'received' }, send: { event: 'Lead' } }],
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
    name: 'CRM',
    system: 'crm',
    proof: { kind: 'standard' },
    mapping: { ref: '{{ item.id }}', changedAt: '{{ item.at }}' },
    readiness: { url: 'https://crm.example.com/deals/{{ deal.ref }}', body: { ready: '{{ readiness.ready }}' } },
  });
  const churnReason = (await app.must('GET', '/v1/churn-reasons')).data[1];
  const user = await app.must('POST', '/v1/users', { email: 'ann@example.com', name: 'Ann', scopes: ['read'] });
  const kind = await aHandoffKind(app, { teamId: team.id, repId: rep.id });
  await allTo(app, pool);
  await app.must('PUT', '/v1/settings', { currency: 'USD' });
  await app.must('PUT', `/v1/reps/${rep.id}/availability`, { available: false, until: '2026-03-03T00:00:00.000Z' });
  return new Map([
    ['rep', `/v1/reps/${rep.id}`],
    ['pool', `/v1/pools/${pool.id}`],
    ['team', `/v1/teams/${team.id}`],
    ['list', `/v1/lists/${list.id}`],
    ['source', `/v1/sources/${source.id}`],
    ['queue', `/v1/queues/${queue.id}`],
    ['policy', `/v1/sla-policies/${policy.id}`],
    ['calendar', `/v1/calendars/${calendar.id}`],
    ['reason', `/v1/disposition-reasons/${reason.id}`],
    ['destination', `/v1/feedback/destinations/${destination.id}`],
    ['webhook', `/v1/webhooks/${webhook.id}`],
    ['channel', `/v1/channels/${channel.id}`],
    ['handoffKind', `/v1/handoff-kinds/${kind.id}`],
    ['recordConnector', `/v1/record-connectors/${connector.id}`],
    ['crmConnection', `/v1/crm-connections/${crm.id}`],
    ['inbound', `/v1/inbound/${inbound.id}`],
    ['churnReason', `/v1/churn-reasons/${churnReason.id}`],
    ['told', `/v1/reps/${rep.id}/notification-settings`],
    ['user', `/v1/users/${user.id}`],
    ['settings', '/v1/settings'],
    ['routing', '/v1/routing'],
  ]);
}
