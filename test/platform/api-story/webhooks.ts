import { Endpoint } from '../../support/endpoint.js';
import type { Teller } from './example-recorder.js';

/** A fixed address, so that the examples do not depend on the port of a run. */
const URL_SHOWN = 'https://crm.example.com/touchline';

export async function tellOfWebhooks({ tell, app }: Teller) {
  const webhook = await tell('createWebhook', 'What happens to leads, and missed promises', {
    body: { url: URL_SHOWN, types: ['lead.*', 'sla.breached'] },
  });
  await tell(
    'createWebhook',
    'An address that is not public',
    { body: { url: 'https://10.0.0.7/', types: ['lead.*'] } },
    422,
  );
  const path = { id: webhook.id };
  await tell('listWebhooks', 'The first', { query: { limit: '1' } });
  await tell('getWebhook', 'As it is', { path });
  await tell('replaceWebhook', 'Of leads alone', {
    path,
    headers: { 'If-Match': '"1"' },
    body: { url: URL_SHOWN, types: ['lead.*'] },
  });
  await tell('listWebhookVersions', 'After a change', { path, query: { limit: '1' } });
  await tell('rotateWebhookSecret', 'Its secret may be known to others', { path, body: {} });
  await tell('pauseWebhook', 'The receiver moves', { path, body: { reason: 'The server moves tonight' } });
  await tell('resumeWebhook', 'The receiver is there again', { path, body: {} });

  await tell('deleteWebhook', 'With all that waits', { path, headers: { 'If-Match': '"2"' } });

  const [pool] = (await app.must('GET', '/v1/pools?limit=1')).data;
  const settings = { channelId: 'C0123456789', botToken: 'xoxb-1234567890-abcdef', signingSecret: '8f742231b10e8888' };
  const channel = await tell('createChannel', 'Of Slack, for all leads of a pool', {
    body: { name: 'Inbound sales', kind: 'slack', settings, poolIds: [pool.id] },
  });
  await tell(
    'createChannel',
    'Of Teams, without the address of its workflow',
    { body: { name: 'Sales north', kind: 'teams', settings: {} } },
    422,
  );
  const channelPath = { id: channel.id };
  await tell('listChannels', 'The first', { query: { limit: '1' } });
  await tell('getChannel', 'As it is', { path: channelPath });
  await tell('replaceChannel', 'Another place, by the same bot', {
    path: channelPath,
    headers: { 'If-Match': '"1"' },
    body: { name: 'Inbound sales', kind: 'slack', settings: { channelId: 'C0987654321' }, poolIds: [pool.id] },
  });
  await tell('listChannelVersions', 'After a change', { path: channelPath, query: { limit: '1' } });
  await tell('deleteChannel', 'With all that waits', { path: channelPath, headers: { 'If-Match': '"2"' } });
  await tell('getEventSchemas', 'Of a miss', { query: { type: 'sla.breached' } });
  await tell('getEventSchemas', 'A type that there is not', { query: { type: 'lead.gone' } }, 422);

  await tell('streamEvents', 'A type that there is not', { query: { type: 'lead.gone' } }, 422);

  const endpoint = await Endpoint.start();
  const { id } = await app.must('POST', '/v1/webhooks', { url: endpoint.url, types: ['lead.received'] });
  const since = new Date(app.time.now()).toISOString();
  const lead = await app.must('POST', '/v1/leads', { source: 'fair', contact: { email: 'pat@example.org' } });
  await app.deliver();
  await endpoint.stop();
  const [delivery] = (await tell('listWebhookDeliveries', 'Delivered', { path: { id }, query: { limit: '1' } })).data;
  await tell('listDeliveries', 'About one lead', { query: { leadId: lead.id, channel: 'webhook', limit: '1' } });
  await tell('getDelivery', 'With every attempt', { path: { id: delivery.id } });
  const rep = await app.must('POST', '/v1/reps', { name: 'Pia', email: 'pia@example.com' });
  await tell('getNotificationSettings', 'Of somebody who has said nothing', { path: { id: rep.id } });
  await tell('replaceNotificationSettings', 'Only what is urgent, and no mail at night', {
    path: { id: rep.id },
    body: {
      email: { types: ['lead.assigned', 'lead.reassigned', 'sla.warned'], digest: 'PT10M' },
      quietHours: 'offHours',
      summary: 'week',
    },
  });
  await tell('replayDelivery', 'Once more', { path: { id, deliveryId: delivery.id }, body: {} });
  const to = new Date(app.time.now() + 1).toISOString();
  await tell('replayWebhook', 'Everything of a while', { path: { id }, body: { from: since, to } });
}
