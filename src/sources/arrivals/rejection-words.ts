import type { NotificationWords } from '../../deliveries/notifications/notification-words.js';
import { counted } from '../../platform/values/words.js';
import { WHY_NOT_TAKEN, type WhyNotTaken } from './arrival.js';

export const REJECTION_WORDS: Readonly<Record<'connection.rejected', NotificationWords>> = {
  'connection.rejected': {
    sentence: ({ name, count, reason }) => {
      const number = Number(count);
      const why = (WHY_NOT_TAKEN[reason as WhyNotTaken] ?? WHY_NOT_TAKEN.failed).replace(/^I/, 'i').replace(/\.$/, '');
      return `${counted(number, 'submission', 'submissions')} of the connection “${name}” ${
        number === 1 ? 'was rejected, because' : 'were rejected, the latest because'
      } ${why}`;
    },
    page: ({ connectionId }) => `connections/${connectionId}`,
  },
};
