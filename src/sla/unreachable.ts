import { localPeriods } from '../conditions/condition-value.js';
import type { Reachable } from '../contact/reach.js';
import { elapsedMs, type Instant } from '../platform/values/duration.js';
import type { PromisedDuration, Unreachable } from './policy.js';
import { isAttempt, isSignOfLife, type TouchFacts } from './what-counts.js';

/** A touch that may prove that a lead is unreachable. */
export interface ReportedAttempt extends TouchFacts {
  readonly id: string;
}

/** The time in which the policy counts, and the zone of the owner's days. */
export interface AttemptTime {
  readonly timeZone: string;
  /** Returns when a duration from an instant ends; null if the calendar has no such moment within reach. */
  after(from: Instant, duration: PromisedDuration): Instant | null;
}

const CHANNELS = [
  { address: 'phone', kinds: ['call', 'sms'] },
  { address: 'email', kinds: ['email'] },
] as const;

/**
 * When the present phone number and e-mail address became known, absent if from the beginning; and when the person last
 * sent another form, absent if they have not.
 */
export type KnownSince = Readonly<Partial<Record<(typeof CHANNELS)[number]['address'] | 'inquiry', Instant>>>;

/** Outcomes of an invalid number or address, on which more attempts would prove nothing. */
const EXHAUSTED: ReadonlySet<string> = new Set(['wrongNumber', 'bounced']);

/** What a proof asks of the attempts. */
export type AskedAttempts = Omit<Unreachable, 'then'>;

/** How far the attempts on a lead are from proving that it is unreachable. */
export interface AttemptsSoFar {
  /** Those that count, oldest first. */
  readonly attempts: readonly ReportedAttempt[];
  readonly days: number;
  /** The earliest instant of the last attempt; null without any, and if the calendar has no such moment within reach. */
  readonly lastFrom: Instant | null;
  /** The addresses that the lead gave and allows, and that no attempt has used. */
  readonly untried: readonly (typeof CHANNELS)[number]['address'][];
  readonly isEnough: boolean;
}

/**
 * Compares attempts with what is asked of them: enough without contact, over enough time and days, and at least one on
 * each channel that the lead gave and allows, unless that channel turned out to be invalid.
 * @param touches of the present cycle
 * @param since attempts on a former number or address do not count for a channel, and none counts from before the person
 * asked again
 */
export function attemptsSoFar(
  touches: readonly ReportedAttempt[],
  asked: AskedAttempts,
  contact: Reachable,
  time: AttemptTime,
  since: KnownSince = {},
): AttemptsSoFar {
  const { inquiry = Number.NEGATIVE_INFINITY } = since;
  const attempts = attemptsIn(
    touches.filter(({ occurredAt }) => occurredAt > inquiry),
    asked,
  );
  const [first, last] = [attempts[0], attempts.at(-1)];
  const lastFrom = first === undefined ? null : time.after(first.occurredAt, asked.over);
  const days = new Set(attempts.map(({ occurredAt }) => localPeriods(time.timeZone, occurredAt).day.from)).size;
  const untried = untriedOf({ attempts, touches, contact, since });
  const isLong = lastFrom !== null && last!.occurredAt >= lastFrom;
  const isEnough =
    attempts.length >= asked.attempts && isLong && days >= (asked.distinctDays ?? 1) && untried.length === 0;
  return { attempts, days, lastFrom, untried, isEnough };
}

/**
 * Decides whether a lead is proven unreachable. A sign of life proves that it is not.
 * @returns the ids of the attempts that prove it, oldest first; null if it is not proven
 */
export function provenBy(
  touches: readonly ReportedAttempt[],
  rule: Unreachable,
  contact: Reachable,
  time: AttemptTime,
  since: KnownSince = {},
): string[] | null {
  if (touches.some(isSignOfLife)) return null;
  const { attempts, isEnough } = attemptsSoFar(touches, rule, contact, time, since);
  return isEnough ? attempts.map(({ id }) => id) : null;
}

/** Returns the attempts in the order of time. Those of a kind within `minGap` count as one. */
function attemptsIn(touches: readonly ReportedAttempt[], { minGap, automatedEmail }: AskedAttempts): ReportedAttempt[] {
  const latest = new Map<string, Instant>();
  return [...touches]
    .sort((one, other) => one.occurredAt - other.occurredAt)
    .filter((touch) => {
      const isOurs = automatedEmail && touch.automated && touch.kind === 'email';
      if (!isAttempt(isOurs ? { ...touch, automated: false } : touch)) return false;
      const before = latest.get(touch.kind);
      if (before !== undefined && minGap !== null && touch.occurredAt - before < elapsedMs(minGap)) return false;
      latest.set(touch.kind, touch.occurredAt);
      return true;
    });
}

function untriedOf({
  attempts,
  touches,
  contact,
  since,
}: {
  readonly attempts: readonly ReportedAttempt[];
  readonly touches: readonly ReportedAttempt[];
  readonly contact: Reachable;
  readonly since: KnownSince;
}): AttemptsSoFar['untried'] {
  return CHANNELS.filter(({ address, kinds }) => {
    const allowed = kinds.filter((kind) => !contact.doNot?.includes(kind));
    if (contact[address] === undefined || allowed.length === 0) return false;
    const isOf = ({ kind, occurredAt }: ReportedAttempt) =>
      (kinds as readonly string[]).includes(kind) && occurredAt > (since[address] ?? Number.NEGATIVE_INFINITY);
    return !attempts.some(isOf) && !touches.some((touch) => isOf(touch) && EXHAUSTED.has(touch.outcome));
  }).map(({ address }) => address);
}
