import type { SetupCheck } from '../directory/setup-checks.js';
import { readListening, readStoppedChannels } from './channels/channel.store.js';
import { lostLinksIn, stoppedWarnings, unusedChannelWarnings } from './delivery-warnings.js';
import { readPausedWebhooks } from './webhooks/webhook.store.js';

export const DELIVERY_CHECK: SetupCheck = {
  codes: ['linksLeadHere', 'channelToldNothing', 'channelStopped', 'webhookPaused'],
  find: async ({ sql, environment }) => [
    ...lostLinksIn(environment),
    ...unusedChannelWarnings(await readListening(sql)),
    ...stoppedWarnings(await readStoppedChannels(sql), await readPausedWebhooks(sql)),
  ],
};
