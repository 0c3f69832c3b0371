import type { Item } from '../deliveries/messages/message-text.js';
import type { NotificationWords } from '../deliveries/notifications/notification-words.js';
import type { Names } from '../leads/lead.js';
import type { NewNotification } from '../notifications/notification.js';
import { counted } from '../platform/values/words.js';
import type { DayNumbers, OpenWork } from '../reporting/team-day.js';

type Data = NewNotification['data'];

export const SUMMARY_WORDS: NotificationWords = {
  sentence: (data, _subject, names) => `Your team since ${names.when(data.since)}: ${inWords(data)}`,
  facts: summaryFacts,
};

function inWords(data: Data): string {
  const { received, touched, breached, due } = numbersIn(data);
  const parts = [
    received === 0 ? 'no lead came in' : `${counted(received, 'lead', 'leads')} came in, ${touched} answered`,
    ...(breached === 0 ? [] : [`${counted(breached, 'promise', 'promises')} missed`]),
    ...(due === 0 ? [] : [`${due} due by the end of the next day`]),
  ];
  return parts.join('; ');
}

function summaryFacts(data: Data, names: Names): Item['facts'] {
  const { received, touched, met, breached, moved, open, untouched, due } = numbersIn(data);
  const reps = Array.isArray(data.reps) ? (data.reps as readonly NumbersOfRep[]) : [];
  return [
    { name: 'Came in', value: `${counted(received, 'lead', 'leads')}, of which ${touched} answered` },
    { name: 'Promises', value: `${met} kept, ${breached} missed` },
    { name: 'Moved away', value: counted(moved, 'time', 'times') },
    { name: 'Open now', value: `${counted(open, 'lead', 'leads')}, of which ${untouched} untouched` },
    { name: 'Due', value: `${counted(due, 'promise', 'promises')} by ${names.when(data.until)}` },
    ...reps.map((rep) => ({ name: names.rep(rep.repId), value: ofRep(rep) })),
  ];
}

/** Of other people only the open work, unless the settings let managers see their figures. */
type NumbersOfRep = { readonly repId: string } & OpenWork & Partial<DayNumbers>;

function ofRep({ received, touched, breached, open, due }: NumbersOfRep): string {
  const work = `${open} open, ${due} due`;
  return received === undefined ? work : `${received} in, ${touched} answered, ${breached} missed, ${work}`;
}

function numbersIn(data: Data): DayNumbers {
  return data as unknown as DayNumbers;
}
