import type { NewNotification } from '../../notifications/notification.js';
import type { DayNumbers } from '../../reporting/team-day.js';
import type { Item } from '../messages/message-text.js';

type Data = NewNotification['data'];

/** The most important of it, in a line. */
export function inWords(data: Data): string {
  const { received, touched, breached, due } = numbersIn(data);
  const parts = [
    received === 0 ? 'no lead came in' : `${counted(received, 'lead', 'leads')} came in, ${touched} answered`,
    ...(breached === 0 ? [] : [`${counted(breached, 'promise', 'promises')} missed`]),
    ...(due === 0 ? [] : [`${due} due by the end of the next day`]),
  ];
  return parts.join('; ');
}

/** All of it, and of each rep who has any. */
export function summaryFacts(
  data: Data,
  names: { readonly rep: (id: unknown) => string; readonly when: (iso: unknown) => string },
): Item['facts'] {
  const { received, touched, met, breached, moved, open, untouched, due } = numbersIn(data);
  const reps = Array.isArray(data.reps) ? (data.reps as readonly ({ readonly repId: string } & DayNumbers)[]) : [];
  return [
    { name: 'Came in', value: `${counted(received, 'lead', 'leads')}, of which ${touched} answered` },
    { name: 'Promises', value: `${met} kept, ${breached} missed` },
    { name: 'Moved away', value: counted(moved, 'time', 'times') },
    { name: 'Open now', value: `${counted(open, 'lead', 'leads')}, of which ${untouched} untouched` },
    { name: 'Due', value: `${counted(due, 'promise', 'promises')} by ${names.when(data.until)}` },
    ...reps.map((rep) => ({ name: names.rep(rep.repId), value: ofRep(rep) })),
  ];
}

function ofRep({ received, touched, breached, open, due }: DayNumbers): string {
  return `${received} in, ${touched} answered, ${breached} missed, ${open} open, ${due} due`;
}

function numbersIn(data: Data): DayNumbers {
  return data as unknown as DayNumbers;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
