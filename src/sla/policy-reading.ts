import { compileCondition } from '../conditions/condition-evaluate.js';
import type { Condition } from '../conditions/condition-language.js';
import { type Duration, elapsedMs, MS_PER_SECOND, parseDuration } from '../platform/values/duration.js';
import {
  type BreachActionBody,
  type DatedDealsBody,
  type DecideWithinBody,
  type FollowUpBody,
  MEETINGS,
  ON_MISS,
  type PauseLimitsBody,
  type RenewalBody,
  type UnreachableBody,
} from './chain.dto.js';
import { BY_DEFAULT } from './escalation-targets.js';
import type { PolicyBody } from './policy.dto.js';
import {
  type BreachAction,
  type DatedDeals,
  type Decision,
  type FollowUp,
  type PauseLimits,
  type PromisedDuration,
  type RenewalPromises,
  type SlaPolicy,
  type Unreachable,
} from './policy.js';

/** A policy as stored: parts that it does not set may be null. */
export type WrittenPolicy = Omit<
  PolicyBody,
  'followUp' | 'decideWithin' | 'unreachable' | 'renewal' | 'deals' | 'pauses'
> & {
  readonly followUp?: FollowUpBody | null;
  readonly decideWithin?: DecideWithinBody | null;
  readonly unreachable?: UnreachableBody | null;
  readonly renewal?: RenewalBody | null;
  readonly deals?: DatedDealsBody | null;
  readonly pauses?: PauseLimitsBody | null;
};

/** Prepares a stored policy to be applied: durations parsed, actions in the order of time. */
export function readPolicy(id: string, version: number, body: WrittenPolicy): SlaPolicy {
  const { firstTouch } = body;
  return {
    id,
    version,
    name: body.name,
    mode: body.mode,
    time: body.time,
    calendar: body.calendar,
    grace: promised(body.grace),
    firstTouch: {
      within: promised(firstTouch.within),
      afterHours: promisedOrNull(firstTouch.afterHours),
      leadWithin: promisedOrNull(firstTouch.leadWithin),
      leadCalendar: firstTouch.leadCalendar,
      startFrom: firstTouch.startFrom,
      counts: firstTouch.counts,
      by: firstTouch.by,
      warnAt: firstTouch.warnAt.map(shareOf).sort((a, b) => a - b),
      onBreach: readActions(firstTouch.onBreach),
      onLeadBreach: readActions(firstTouch.onLeadBreach),
      maxReassignments: firstTouch.maxReassignments,
      onCorrection: firstTouch.onCorrection,
      acknowledge: promisedOrNull(firstTouch.acknowledge),
    },
    followUp: body.followUp ? readFollowUp(body.followUp) : null,
    decide: body.decideWithin ? readDecision(body.decideWithin) : null,
    unreachable: body.unreachable ? readUnreachable(body.unreachable) : null,
    renewal: body.renewal ? readRenewal(body.renewal) : null,
    deals: body.deals ? readDated(body.deals) : null,
    pauseWhile: body.pauseWhile ? compileCondition(body.pauseWhile as Condition) : null,
    pauses: body.pauses ? readLimits(body.pauses) : null,
    leadHours: body.leadHours,
    maxRecycles: body.maxRecycles,
    onInquiry: body.onInquiry,
  };
}

function readFollowUp({ steps, stopOn, onMiss }: FollowUpBody): FollowUp {
  return {
    steps: steps.map(({ kinds, after, within }) => ({ kinds, after: promised(after), within: promised(within) })),
    stopOn,
    onMiss: readActions(onMiss),
  };
}

function readUnreachable({ attempts, over, distinctDays, minGap, automatedEmail, then }: UnreachableBody): Unreachable {
  return {
    attempts,
    over: promised(over),
    distinctDays: distinctDays ?? null,
    minGap: promisedOrNull(minGap),
    automatedEmail,
    then,
  };
}

function readRenewal({ firstTalkBefore, deciderNamedBefore, committedBefore, ...dated }: RenewalBody): RenewalPromises {
  return {
    firstTalkBefore: promisedOrNull(firstTalkBefore),
    deciderNamedBefore: promisedOrNull(deciderNamedBefore),
    committedBefore: promisedOrNull(committedBefore),
    ...readDated(dated),
  };
}

function readDated({
  dealDate,
  acknowledge,
  onMiss,
}: Pick<RenewalBody, 'dealDate' | 'acknowledge' | 'onMiss'>): DatedDeals {
  return { dealDate: promisedOrNull(dealDate), acknowledge: promisedOrNull(acknowledge), onMiss: readActions(onMiss) };
}

function readLimits({ most, times }: PauseLimitsBody): PauseLimits {
  return { most: promisedOrNull(most), times: times ?? null };
}

function readDecision(written: DecideWithinBody): Decision {
  const { within, meetings = MEETINGS, onMiss = ON_MISS } = typeof written === 'string' ? { within: written } : written;
  return { within: promised(within), meetings, onMiss: readActions(onMiss) };
}

/**
 * Reads a share: 0.5 and 50 both mean half. People write shares either way, and no policy warns at the first percent.
 */
export function shareOf(written: number): number {
  return written < 1 ? written : written / 100;
}

/** Converts a chain to plain actions in the order of time. Each repetition is an action of its own. */
export function readActions(actions: readonly BreachActionBody[]): BreachAction[] {
  return actions.flatMap(readAction).sort((a, b) => elapsedMs(a.after) - elapsedMs(b.after));
}

function readAction(action: BreachActionBody): BreachAction[] {
  const after = promised(action.after);
  if (action.do !== 'escalate') return [{ after, do: action.do }];
  const { to = BY_DEFAULT, repeat } = action;
  const first: BreachAction = { after, do: 'escalate', to };
  if (repeat === undefined) return [first];
  const every = promised(repeat.every);
  const later = Array.from({ length: repeat.times }, (_, index) => times(every, index + 1));
  return [
    first,
    ...later.map((more): BreachAction => ({ after: sum(after, more), do: 'escalate', to, isRepeat: true })),
  ];
}

function times({ days, ms }: Duration, count: number): Duration {
  return { days: days * count, ms: ms * count };
}

function sum(a: Duration, b: Duration): PromisedDuration {
  const duration = { days: a.days + b.days, ms: a.ms + b.ms };
  return { ...duration, text: `P${duration.days}DT${duration.ms / MS_PER_SECOND}S` };
}

function promisedOrNull(text: string | undefined): PromisedDuration | null {
  return text === undefined ? null : promised(text);
}

/** Reads a duration that has passed the check of a policy. */
export function promised(text: string): PromisedDuration {
  const duration = parseDuration(text, { allowZero: true });
  if ('code' in duration) throw new Error(`"${text}" passed the check of a policy and is no duration`);
  return { ...duration, text };
}
