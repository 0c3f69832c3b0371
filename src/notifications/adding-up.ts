import { groupBy } from '../platform/values/group.js';
import type { NewNews, NewsOfAct, SortedNotification } from './news-of-acts.js';
import type { NewNotification, NotificationType } from './notification.js';

/** What a rep has not been told yet. */
export interface UntoldNews extends NewsOfAct {
  readonly id: string;
}

/** A rep, and a lead of which they are told. */
export type RepAndLead = Pick<NewsOfAct, 'repId' | 'leadId'>;

interface AddedUp {
  readonly notifications: readonly NewNotification[];
  readonly news: readonly NewNews[];
  /** What was untold, and now has been told or is not told any more. */
  readonly settledIds: readonly string[];
}

/** What says that a lead is now the rep's, or no longer. */
export const SAYS: Readonly<Partial<Record<NotificationType, 'theirs' | 'gone'>>> = {
  'lead.assigned': 'theirs',
  'lead.reassigned': 'theirs',
  'lead.woken': 'theirs',
  'lead.movedAway': 'gone',
};
/** Makes sense only to a rep who knows that the lead is theirs. */
const OF_THEIR_LEADS: ReadonlySet<NotificationType> = new Set<NotificationType>([
  'lead.inquired',
  'sla.warned',
  'sla.resumed',
  'sla.replanned',
  'sla.corrected',
]);

/** Returns the reps and leads for which something may be untold that these notifications change. */
export function concernedBy(notifications: readonly NewNotification[]): RepAndLead[] {
  const ofKnownLeads = notifications.filter((each) => isOfOwner(each) && isOfKnownLead(each));
  return Array.from(groupBy(ofKnownLeads, placeOf).values(), ([each]) => ({
    repId: each!.repId,
    leadId: each!.subjectId!,
  }));
}

/**
 * Returns what is told at once and what is kept, so that what a rep hears of a lead adds up to who has it: a lead that
 * came and left again untold was never theirs, and one that left and came back untold never left. If it comes back
 * live, the rep is told both.
 * @param untold for the reps and leads of these notifications, in the order in which it happened
 */
export function addUp(untold: readonly UntoldNews[], sorted: readonly SortedNotification[]): AddedUp {
  const before = groupBy(untold, ({ repId, leadId }) => `${repId} ${leadId}`);
  const ofOwners = sorted.filter(
    ({ notification, news }) => isOfOwner(notification) && (news !== null || isOfKnownLead(notification)),
  );
  const settled = new Set<UntoldNews>();
  const dropped = new Set<SortedNotification>();
  const toldBefore = new Map<SortedNotification, Said>();
  for (const [place, now] of groupBy(ofOwners, ({ notification }) => placeOf(notification))) {
    const balance = balanceOf(before.get(place) ?? [], now);
    for (const each of balance.settled) settled.add(each);
    for (const each of balance.dropped) dropped.add(each);
    const told = now.find((each) => isToldNow(each) && !dropped.has(each));
    if (balance.first !== null && told !== undefined) toldBefore.set(told, balance.first);
  }
  const left = sorted.filter((each) => !dropped.has(each));
  return {
    notifications: left.filter(isToldNow).flatMap((each) => {
      const first = toldBefore.get(each);
      return first === undefined ? each.notification : [toldWith(each.notification, first), each.notification];
    }),
    news: left.flatMap(({ news }) => news ?? []),
    settledIds: Array.from(settled, ({ id }) => id),
  };
}

type Said = UntoldNews | SortedNotification;

interface Balance {
  readonly settled: readonly UntoldNews[];
  readonly dropped: readonly SortedNotification[];
  /** What is told before anything else of the lead, although its act is not over; null for nothing. */
  readonly first: Said | null;
}

/** @param now of one lead to one rep */
function balanceOf(untold: readonly UntoldNews[], now: readonly SortedNotification[]): Balance {
  const said = [...untold, ...now].filter((each) => saysOf(each) !== undefined);
  const left = leftOf(said);
  const neverWasTheirs = said.length > 0 && left.length === 0 && saysOf(said[0]!) === 'theirs';
  const last = left.at(-1);
  const isNewToThem = last !== undefined && saysOf(last) === 'theirs' && !isToldNow(last);
  const isDropped = (each: SortedNotification) => {
    if (saysOf(each) !== undefined) return !left.includes(each);
    // Whoever is told later that the lead is theirs is told its deadline as well.
    return neverWasTheirs || (isNewToThem && !isToldNow(each));
  };
  const isToldSomething = now.some((each) => isToldNow(each) && !isDropped(each));
  const hasToKnowFirst = left.length > 1 || isNewToThem;
  const first = isToldSomething && hasToKnowFirst && !isToldNow(left[0]!) ? left[0]! : null;
  return {
    settled: untold.filter((each) => saysOf(each) !== undefined && (each === first || !left.includes(each))),
    dropped: now.filter((each) => each === first || isDropped(each)),
    first,
  };
}

/** Returns what is left to say when what has cancelled itself is left out. */
function leftOf(said: readonly Said[]): readonly Said[] {
  if (said.length === 0) return [];
  const [begin, end] = [said[0]!, said.at(-1)!];
  const had = saysOf(begin) === 'gone';
  const has = saysOf(end) === 'theirs';
  if (had !== has) return [end];
  // A lead that comes back live has a new promise.
  return has && isToldNow(end) ? [said.findLast((each) => saysOf(each) === 'gone')!, end] : [];
}

function saysOf(said: Said): 'theirs' | 'gone' | undefined {
  return SAYS[isUntold(said) ? said.type : said.notification.type];
}

function isUntold(said: Said): said is UntoldNews {
  return !('notification' in said);
}

function isToldNow(said: Said): boolean {
  return !isUntold(said) && said.news === null;
}

function isOfOwner({ type, subjectType }: NewNotification): boolean {
  return subjectType === 'lead' && (SAYS[type] !== undefined || OF_THEIR_LEADS.has(type));
}

/** Of a lead that is new, nobody can have been told anything. */
function isOfKnownLead({ formerXid }: NewNotification): boolean {
  return formerXid !== null;
}

function placeOf({ repId, subjectId }: NewNotification): string {
  return `${repId} ${subjectId}`;
}

/** Returns the notification of what was untold, as one of the same moment. */
function toldWith(notification: NewNotification, said: Said): NewNotification {
  const { type, data } = isUntold(said) ? said : said.notification;
  return { ...notification, type, data };
}
