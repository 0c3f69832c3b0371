import { localPeriods } from '../conditions/local-period.js';
import { elapsedMs } from '../platform/duration.js';
import type { Instant } from '../platform/instant.js';
import type { Promised, Unreachable } from './policy.js';
import { isAttempt, isContact, type TouchFacts } from './what-counts.js';

/** A touch that may prove that nobody can be reached. */
export interface ReportedAttempt extends TouchFacts {
  readonly id: string;
}

/** How a person can be reached, as far as they said and allow: `contact` of a lead. */
export interface Reachable {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly doNot?: readonly string[] | undefined;
}

/** The time that the policy counts in, and the zone in which its owner has days. */
export interface AttemptTime {
  readonly timeZone: string;
  /** When a duration is over that began at an instant; null where the calendar has no such moment within reach. */
  after(from: Instant, duration: Promised): Instant | null;
}

const CHANNELS = [
  { address: 'phone', kinds: ['call', 'sms'] },
  { address: 'email', kinds: ['email'] },
] as const;

/** Since when the number and the address of a person are what they are; absent where they always were. */
export type KnownSince = Readonly<Partial<Record<(typeof CHANNELS)[number]['address'], Instant>>>;

/** A number or an address is none: more attempts on it would prove nothing. */
const EXHAUSTED: ReadonlySet<string> = new Set(['wrongNumber', 'bounced']);

/**
 * Whether it is proven that nobody can be reached: so many attempts without contact, over so long, on so many days, and
 * at least one on each channel that the lead gave and allows, unless that has turned out to be none.
 * @param touches of the present cycle
 * @param since a channel has not been tried by what was tried on a former number or address
 * @returns the ids of the attempts that prove it, oldest first; null where it is not proven
 */
export function provenBy(
  touches: readonly ReportedAttempt[],
  rule: Unreachable,
  contact: Reachable,
  time: AttemptTime,
  since: KnownSince = {},
): string[] | null {
  if (touches.some((touch) => isContact(touch) || (touch.direction === 'inbound' && !touch.automated))) return null;
  const attempts = attemptsIn(touches, rule);
  const [first, last] = [attempts[0], attempts.at(-1)];
  if (first === undefined || last === undefined || attempts.length < rule.attempts) return null;
  const enough = time.after(first.occurredAt, rule.over);
  if (enough === null || last.occurredAt < enough) return null;
  const days = new Set(attempts.map(({ occurredAt }) => localPeriods(time.timeZone, occurredAt).day.from));
  if (days.size < (rule.distinctDays ?? 1)) return null;
  return isTriedOnAll({ attempts, touches, contact, since }) ? attempts.map(({ id }) => id) : null;
}

/** In the order of their time; of a kind, those that follow within `minGap` are one. */
function attemptsIn(touches: readonly ReportedAttempt[], { minGap, automatedEmail }: Unreachable): ReportedAttempt[] {
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

function isTriedOnAll({
  attempts,
  touches,
  contact,
  since,
}: {
  readonly attempts: readonly ReportedAttempt[];
  readonly touches: readonly ReportedAttempt[];
  readonly contact: Reachable;
  readonly since: KnownSince;
}): boolean {
  return CHANNELS.every(({ address, kinds }) => {
    const allowed = kinds.filter((kind) => !contact.doNot?.includes(kind));
    if (contact[address] === undefined || allowed.length === 0) return true;
    const isOf = ({ kind, occurredAt }: ReportedAttempt) =>
      (kinds as readonly string[]).includes(kind) && occurredAt > (since[address] ?? Number.NEGATIVE_INFINITY);
    return attempts.some(isOf) || touches.some((touch) => isOf(touch) && EXHAUSTED.has(touch.outcome));
  });
}
