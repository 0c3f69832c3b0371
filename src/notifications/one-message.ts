import { groupBy } from '../platform/group.js';
import type { NewNotification } from './notification.js';

/** So many misses are one message; more are several. */
const LIST_MAX = 100;

/**
 * What several reasons tell a person at one moment, as one message: of one breach once, by the reason that says most;
 * of several breaches as a list, each with what it is about, oldest first.
 * @param told in the order of its times
 */
export function oneMessageEach(told: readonly NewNotification[]): NewNotification[] {
  const isEscalation = ({ type }: NewNotification) => type === 'sla.escalated';
  const escalations = told.filter(isEscalation);
  if (escalations.length < 2) return [...told];
  const lists = [...groupBy(escalations, ({ repId }) => repId).values()].flatMap((ofOne) => listed(onceEach(ofOne)));
  return [...told.filter((each) => !isEscalation(each)), ...lists];
}

/** What tells of a miss by itself, and says nothing of the lead beside that. */
const SAY_LITTLE: readonly unknown[] = ['policy', 'repeat'];

/** That nobody else can have it says more than that the policy tells of it, and that again more than the first time. */
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
    const missed = some.map(({ subjectType, subjectId, data }) => ({ subjectType, subjectId, ...data }));
    lists.push(
      some.length === 1 ? some[0]! : { repId, type, at, subjectType: null, subjectId: null, data: { missed } },
    );
  }
  return lists;
}
