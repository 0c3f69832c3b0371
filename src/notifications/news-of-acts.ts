import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import type { NewNotification, NotificationType } from './notification.js';

/** The most leads of one act of the office that a person is told one by one. */
export const TOLD_SINGLY_MAX = 20;
/** An act that brings so much in one transaction may go on in further ones. */
const MANY = 200;
/** A lead whose request was made so long before it came in was not sent live. */
export const LATE_AFTER_MS = MS_PER_HOUR;

/** How long nothing more must come of an act for it to be over, and after how long it is told anyway. */
const PACE = { quietMs: 10 * MS_PER_SECOND, longestMs: MS_PER_MINUTE };
/** Programs send one request after the other, with pauses between them. */
const PACE_OF_IMPORTS = { quietMs: MS_PER_MINUTE, longestMs: 15 * MS_PER_MINUTE };

/** What an act of the office brings one rep of one lead, kept until the act is over. */
export interface NewsOfAct {
  readonly act: string;
  readonly repId: string;
  readonly type: NotificationType;
  readonly leadId: string;
  readonly data: NewNotification['data'];
}

export interface NewNews extends NewsOfAct {
  readonly at: Instant;
  readonly quietUntil: Instant;
  readonly tellBy: Instant;
}

/** What is told as a sum. Warnings, offers and misses never are. */
const SUMMED: ReadonlySet<NotificationType> = new Set<NotificationType>([
  'lead.assigned',
  'lead.reassigned',
  'lead.movedAway',
  'lead.woken',
  'sla.replanned',
]);

/**
 * What a lead is to its rep by the cause for which it changes hands: one that comes in, one that somebody has just
 * decided about alone, or one of many in an act of the office.
 */
export type ToldAs = 'arrival' | 'alone' | 'act';

/** @returns the act of the office that a notification tells of; null if it is of none */
function actOf({ type, subjectType, data }: NewNotification, causes: Causes): string | null {
  if (!SUMMED.has(type) || subjectType !== 'lead') return null;
  const { act, cause, arrival } = data;
  if (typeof act === 'string') return act;
  if (type === 'sla.replanned') return 'replanned';
  if (typeof cause !== 'string' || causes[cause] === 'alone') return null;
  if (causes[cause] !== 'arrival') return cause;
  return arrival === undefined ? null : 'import';
}

type Causes = Readonly<Record<string, ToldAs>>;

/** Reports whether it is told with others, however few of them there are in this transaction. */
function isPartOfMore({ data }: NewNotification): boolean {
  return data.act !== undefined || data.arrival === 'late';
}

/** A clock, as far as its rep must know of it in time. */
export interface Promised {
  readonly subjectId: string | null;
  readonly repId: string | null;
  readonly state: string;
  readonly dueAt: Instant | null;
}

/** A notification of a transaction. */
export interface SortedNotification {
  readonly notification: NewNotification;
  /** What is kept of it until its act is over; null if it is told at once. */
  readonly news: NewNews | null;
}

/**
 * Divides the notifications of a transaction into those that are told at once, one by one, and what acts of the office
 * bring many people, or one person more than a few. They keep their order.
 * @param promises what the transaction has promised: half of the time to keep the first is left when a rep is told
 */
export function sortNews(
  all: readonly NewNotification[],
  causes: Causes,
  promises: readonly Promised[] = [],
): readonly SortedNotification[] {
  if (all.length <= TOLD_SINGLY_MAX && !all.some(isPartOfMore))
    return all.map((notification) => ({ notification, news: null }));
  const acts = all.map((each) => actOf(each, causes));
  const ofActs = acts.filter((act) => act !== null).length;
  const ofEach = groupBy(
    all.filter((_, index) => acts[index] !== null),
    ({ repId }) => repId,
  );
  const owed = groupBy(
    promises.filter(({ state }) => state === 'running'),
    owedFor,
  );
  return all.map((notification, index) => {
    const act = acts[index]!;
    const isKept =
      act !== null &&
      (isPartOfMore(notification) || ofActs >= MANY || (ofEach.get(notification.repId)?.length ?? 0) > TOLD_SINGLY_MAX);
    return { notification, news: isKept ? newsOf(notification, act, owed.get(owedFor(notification)) ?? []) : null };
  });
}

function owedFor({ subjectId, repId }: Pick<Promised, 'subjectId' | 'repId'>): string {
  return `${subjectId} ${repId}`;
}

function newsOf(notification: NewNotification, act: string, owed: readonly Promised[]): NewNews {
  const { repId, type, subjectId, data, at } = notification;
  const { quietMs, longestMs } = data.arrival === undefined ? PACE : PACE_OF_IMPORTS;
  const halfways = owed.flatMap(({ dueAt }) => (dueAt !== null && dueAt > at ? (at + dueAt) / 2 : []));
  const tellBy = Math.floor(Math.min(at + longestMs, ...halfways));
  return { act, repId, type, leadId: subjectId!, data, at, quietUntil: Math.min(at + quietMs, tellBy), tellBy };
}
