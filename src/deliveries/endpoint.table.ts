import { instant, int, table, uuid } from '../platform/sql/table.js';

const HEALTH = {
  failures: int(),
  failingSince: instant().nullable(),
  restsUntil: instant().nullable(),
  toldAt: instant().nullable(),
};

/* Health is stored apart from the configuration of webhooks and channels: it changes with every answer. */

export const WEBHOOK_ENDPOINT = table('webhook_endpoint', 'configuration', {
  id: uuid().key().named('webhook_id'),
  ...HEALTH,
});
export const CHANNEL_ENDPOINT = table('channel_endpoint', 'configuration', {
  id: uuid().key().named('channel_id'),
  ...HEALTH,
});
