import type { SetupCheck } from '../directory/setup-checks.js';
import { readListening } from './channels/channel.store.js';
import { lostLinksIn, unusedChannelWarnings } from './delivery-warnings.js';

export const DELIVERY_CHECK: SetupCheck = {
  codes: ['linksLeadHere', 'channelToldNothing'],
  find: async ({ sql, environment }) => [
    ...lostLinksIn(environment),
    ...unusedChannelWarnings(await readListening(sql)),
  ],
};
