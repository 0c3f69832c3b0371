import { latestOf } from '../events/event.js';
import { groupBy } from '../platform/values/group.js';
import type { NewNotification } from './notification.js';

/** Misses per message; more are split into several. */
const LIST_MAX = 100;

/**
 * Combines the escalations to a rep at one moment: a breach appears once, with its most specific reason, and several
 * breaches form a list, each with its subject, oldest first.
 * @param notifications in the order of time
 */
export function oneMessageEach(notifications: readonly NewNotification[]): NewNotification[] {
  const isEscalation = ({ type }: NewNotification) => type === 'sla.escalated';
  const escalations = notifications.filter(isEscalation);
  if (escalations.length < 2) return [...notifications];
  const lists = [...groupBy(escalations, ({ repId }) => repId).values()].flatMap((ofOne) => listed(onceEach(ofOne)));
  return [...notifications.filter((each) => !isEscalation(each)), ...lists];
}

/** Reasons that add nothing to the miss itself. */
const SAY_LITTLE: readonly unknown[] = ['policy', 'repeat'];

/** Prefers a specific reason, such as that nobody else can take the lead; otherwise the latest. */
function onceEach(escalations: readonly NewNotification[]): NewNotification[] {
  return [...groupBy(escalations, ({ data }) => data.clockId).values()].map(
    (ofOne) => ofOne.find(({ data }) => !SAY_LITTLE.includes(data.why)) ?? ofOne.at(-1)!,
  );
}

function listed(escalations: readonly NewNotification[]): NewNotification[] {
  const lists: NewNotification[] = [];
  for (let from = 0; from < escalations.length; from += LIST_MAX) {
    const some = escalations.slice(from, from + LIST_MAX);
    const { repId, type, at } = some.at(-1)!;
    // A list follows the events of all its subjects.
    const formerXid = latestOf(some.map((each) => each.formerXid));
    const missed = some.map(({ subjectType, subjectId, data }) => ({ subjectType, subjectId, ...data }));
    lists.push(
      some.length === 1
        ? some[0]!
        : { repId, type, at, subjectType: null, subjectId: null, formerXid, data: { missed } },
    );
  }
  return lists;
}
