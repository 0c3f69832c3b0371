import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { elapsedMs, type Instant, isoOrNull } from '../../platform/values/duration.js';
import {
  type AskedAttempts,
  type AttemptsSoFar,
  attemptsSoFar,
  type KnownSince,
  type ReportedAttempt,
} from '../../sla/unreachable.js';
import { isSignOfLife } from '../../sla/what-counts.js';
import type { LeadCase } from '../lead-case.js';
import { attemptTime } from '../touches/closing-unreachable.js';

/** Asked if the policy of a lead says nothing. It names no channels. */
const BY_DEFAULT: AskedAttempts = {
  attempts: 3,
  over: { days: 0, ms: 0, text: 'PT0S' },
  distinctDays: 2,
  minGap: null,
  automatedEmail: false,
};

const CHANNEL_WORDS = { phone: 'by telephone', email: 'by e-mail' } as const;

/** What is missing before a lead may be closed with a reason that rests on attempts: in words, and for programs. */
export interface LackingAttempts {
  readonly message: string;
  readonly progress: Readonly<Record<string, unknown>>;
}

/**
 * Compares the attempts on a lead with those that its policy asks for. Only attempts since the person was last heard of
 * count.
 * @param touches of the present cycle
 * @returns null if nothing is missing
 */
export function lackingAttempts(
  { directory, now }: { readonly directory: Directory; readonly now: Instant },
  leadCase: LeadCase,
  touches: readonly ReportedAttempt[],
  since?: KnownSince,
): LackingAttempts | null {
  const { lead, policy, document } = leadCase;
  const rule = policy?.unreachable ?? null;
  const asked = rule ?? BY_DEFAULT;
  const heardAt = Math.max(...touches.filter(isSignOfLife).map(({ occurredAt }) => occurredAt));
  const silent = touches.filter(({ occurredAt }) => occurredAt > heardAt);
  const time = attemptTime(directory, lead, policy);
  const soFar = attemptsSoFar(silent, asked, rule === null ? {} : (document?.contact ?? {}), time, since);
  if (soFar.isEnough) return null;
  const { attempts, days, untried } = soFar;
  const daysAsked = asked.distinctDays ?? 1;
  const later = (at: Instant | null) => (at !== null && at > now ? at : null);
  const nextCountsAt = later(nextCounting(soFar, asked));
  const lastFrom = later(soFar.lastFrom);
  // Only attempts close it, and a sign of life keeps the rule from doing so.
  const closesItself = rule !== null && policy?.mode === 'enforce' && silent.length === touches.length;
  const when = (at: Instant) => inLocalWords(at, time.timeZone);
  const parts = [
    `${attempts.length} of ${asked.attempts} attempts`,
    days < daysAsked && `on ${days} of ${daysAsked} days`,
    untried.length > 0 && `none yet ${untried.map((address) => CHANNEL_WORDS[address]).join(' or ')}`,
    nextCountsAt !== null && `the next counts from ${when(nextCountsAt)}`,
    lastFrom !== null && !closesItself && `the last counts from ${when(lastFrom)}`,
    closesItself && `closes by itself with the last${lastFrom === null ? '' : `, from ${when(lastFrom)} on`}`,
  ];
  return {
    message: `${parts.filter(Boolean).join('; ')}.`,
    progress: {
      attempts: attempts.length,
      attemptsAsked: asked.attempts,
      days,
      daysAsked,
      untried,
      nextCountsAt: isoOrNull(nextCountsAt),
      lastCountsFrom: isoOrNull(lastFrom),
      closesItself,
    },
  };
}

/** Returns from when another attempt of the latest kind counts; null if there is none. */
function nextCounting({ attempts }: AttemptsSoFar, { minGap }: AskedAttempts): Instant | null {
  const last = attempts.at(-1);
  return last === undefined || minGap === null ? null : last.occurredAt + elapsedMs(minGap);
}
