import type { NotificationWords } from '../deliveries/notifications/notification-words.js';
import { durationInWords } from '../platform/values/duration.js';

export const SOURCE_WORDS: Readonly<Record<'source.silent' | 'source.back', NotificationWords>> = {
  'source.silent': {
    sentence: ({ source, since, silentAfter }, _subject, names) =>
      `No leads have come from “${names.source(source)}” since ${names.when(since)}, ${
        typeof silentAfter === 'string'
          ? `which is ${durationInWords(silentAfter)} or more`
          : 'unlike at these hours of other weeks'
      }: its form or its connection may be broken`,
  },
  'source.back': {
    sentence: ({ source, since }, _subject, names) =>
      `Leads come from “${names.source(source)}” again, after none since ${names.when(since)}`,
  },
};
