import type { Teller } from './example-recorder.js';

/** Every kind of configuration, by its name in operation ids, with its path. */
const KINDS = {
  Calendar: '/v1/calendars',
  Rep: '/v1/reps',
  Team: '/v1/teams',
  Pool: '/v1/pools',
  List: '/v1/lists',
  Queue: '/v1/queues',
  Source: '/v1/sources',
  SlaPolicy: '/v1/sla-policies',
  DispositionReason: '/v1/disposition-reasons',
  FeedbackDestination: '/v1/feedback/destinations',
  Webhook: '/v1/webhooks',
  Channel: '/v1/channels',
  HandoffKind: '/v1/handoff-kinds',
  RecordConnector: '/v1/record-connectors',
  CrmConnection: '/v1/crm-connections',
  Connection: '/v1/inbound',
  ChurnReason: '/v1/churn-reasons',
};

/** Bodies of the kinds that the story has deleted by now, or that it posts to a local server. */
const MADE: Readonly<Record<string, object>> = {
  Webhook: { url: 'https://hooks.example.com/touchline', types: ['sla.*'] },
  Channel: {
    name: 'Inbound',
    kind: 'slack',
    settings: { channelId: 'C0123456789', botToken: 'xoxb-1234567890-abcdef', signingSecret: '8f742231b10e8888' },
  },
  CrmConnection: {
    name: 'CRM',
    system: 'crm',
    proof: { kind: 'standard' },
    mapping: { ref: '{{ item.id }}', changedAt: '{{ item.at }}' },
  },
  Connection: { name: 'Web form', kind: 'form', source: 'website' },
  RecordConnector: {
    name: 'Tool',
    request: { url: 'https://tool.example.com/records', body: { key: '{{ record.key }}' } },
    idOf: '/id',
    find: { url: 'https://tool.example.com/records?key={{ record.key }}', idOf: '/0/id' },
  },
};

/** Must run last, when every kind has versions. */
export async function tellOfVersions({ app, tell }: Teller) {
  for (const [name, place] of Object.entries(KINDS)) {
    const made = name in MADE && (await app.must('POST', place, MADE[name]));
    const first = made || (await app.must('GET', `${place}?limit=1`)).data[0];
    const path = { id: first.id, version: '1' };
    await tell(`get${name}Version`, 'The first', { path });
    await tell(`restore${name}Version`, 'What it would be', { path, query: { dryRun: 'true' } });
  }
  const path = { version: '1' };
  for (const name of ['Settings', 'Routing']) {
    await tell(`get${name}Version`, 'The first', { path });
    await tell(`restore${name}Version`, 'What it would be', { path, query: { dryRun: 'true' } });
  }
  const { data: policies } = await app.must('GET', '/v1/sla-policies');
  await app.must('PUT', '/v1/sla-policies/order', policies.map(({ id }: { id: string }) => id).reverse());
  await tell('listSlaPolicyOrderVersions', 'How they stood, and how they were ordered', { query: { limit: '2' } });
  await tell('getSlaPolicyOrderVersion', 'As it stood before', { path });
  await tell('restoreSlaPolicyOrderVersion', 'What it would be', { path, query: { dryRun: 'true' } });
  const { data: kinds } = await app.must('GET', '/v1/handoff-kinds');
  const reversed = kinds.map(({ id }: { id: string }) => id).reverse();
  await tell('orderHandoffKinds', 'The other way round', { body: reversed });
  await tell('listHandoffKindOrderVersions', 'How they stood, and how they were ordered', { query: { limit: '2' } });
  await tell('getHandoffKindOrderVersion', 'As it stood before', { path });
  await tell('restoreHandoffKindOrderVersion', 'What it would be', { path, query: { dryRun: 'true' } });
}
