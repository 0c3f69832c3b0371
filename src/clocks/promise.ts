import type { Instant } from '../platform/values/duration.js';
import { partition } from '../platform/values/group.js';
import type { BreachAction, Commitment, PromisedDuration } from '../sla/policy.js';
import { breach, type Clock, type ClockHours, cancel } from './clock.js';
import type { ClockEffect, Enforcement, OwnedClockRules, Terms } from './clock-rules.js';
import { actionAt, warningsOf, windowOf } from './deadline.js';

export interface PromiseOptions<Policy> extends Pick<OwnedClockRules, 'label' | 'missed'> {
  readonly owedBy: 'owner' | 'company';
  /** The warnings of the owner, as shares of the time until the deadline, ascending. */
  readonly warnings: (policy: Policy, clock: Clock) => readonly number[];
  /** See `OwnedClockRules.written`: the time promised, and the time until its window opens, if any. */
  readonly promised: (
    policy: Policy,
    clock: Clock,
    hours: ClockHours,
  ) => { readonly within: PromisedDuration | null; readonly wait?: PromisedDuration | null } | null;
  /** The agreed deadline, if there is one; null (the default) if working time counts. */
  readonly agreed?: (policy: Policy, clock: Clock) => Instant | null;
  /** The chain after a breach, in chronological order. */
  readonly chain: (policy: Policy) => readonly BreachAction[];
  /** See `OwnedClockRules.requirements`; empty by default. */
  readonly requirements?: (clock: Clock, policy: Policy) => Readonly<Record<string, unknown>>;
  /** Whether the next step begins even after a miss. */
  readonly goesOn?: boolean;
  /** How much later a miss moves the subject if its owner has acknowledged it; null if it cannot be acknowledged. */
  readonly postponedBy?: (policy: Policy) => PromisedDuration | null;
}

/** Makes a kind of clock that promises something until a deadline, with warnings before and a chain after it. */
export function promise<Policy extends Commitment>({
  warnings,
  promised,
  chain,
  goesOn = false,
  requirements = () => ({}),
  postponedBy = () => null,
  agreed = () => null,
  ...rest
}: PromiseOptions<Policy>): Omit<OwnedClockRules<Policy>, 'subject'> {
  // A version adopted after the acknowledgement may have no delay.
  const chainOf = (clock: Clock, policy: Policy) => {
    const later = clock.acknowledgedAt === null ? null : postponedBy(policy);
    return later === null ? chain(policy) : withMovesHeld(chain(policy), later);
  };
  return {
    ...rest,
    requirements,
    written: (clock, policy, hours) => {
      const found = promised(policy, clock, hours);
      return found === null ? null : { wait: null, ...found };
    },
    postponedBy: (clock, policy) => (movesStill(clock, chain(policy), policy) ? postponedBy(policy) : null),
    requestedMoves: (clock, policy) => (clock.state === 'running' ? 0 : clock.progress & movesOf(chain(policy))),
    plan: (clock, given) => {
      const terms = sworn(given);
      const { policy, hours, pauses } = terms;
      if (clock.state === 'breached') return planChain(clock, chainOf(clock, policy), terms);
      const window = windowOf(clock, hours, pauses);
      const planned = { ...clock, ...window, dueAt: agreed(policy, clock) ?? window.dueAt };
      return { ...planned, nextAt: nextOfRunning(planned, warnings(policy, clock), terms) };
    },
    end: (clock, reason, now) =>
      clock.dueAt !== null && clock.dueAt <= now ? breach(clock, now) : cancel(clock, reason, now),
    enforce: (clock, given, now) => {
      if (clock.nextAt === null || clock.nextAt > now) return { clock, effects: [] };
      const terms = sworn(given);
      const { policy } = terms;
      if (clock.state === 'breached') return act(clock, chainOf(clock, policy), terms, now);
      const { clock: ticking, effects: resumed, notices } = resume(clock, now);
      if (standsStill(ticking) || ticking.dueAt === null || ticking.dueAt > now) {
        const warned = warn(ticking, warnings(policy, clock), terms, now);
        // A warning replaces the notification of the end of a pause.
        return {
          clock: warned.clock,
          effects: [...resumed, ...(warned.effects.length > 0 ? warned.effects : notices)],
        };
      }
      const breached = breach(ticking, now);
      const missed: ClockEffect = { kind: 'breached', wouldHave: leftUndone(chain(policy), policy) };
      const acted = act(breached, chainOf(clock, policy), terms, now);
      const next: ClockEffect[] = goesOn ? [{ kind: 'goOn' }] : [];
      return { clock: acted.clock, effects: [...resumed, missed, ...acted.effects, ...next] };
    },
    leftUndone: (policy) => leftUndone(chain(policy), policy),
  };
}

interface SwornTerms<Policy extends Commitment = Commitment> extends Terms<Policy> {
  readonly policy: Policy;
}

/** Narrows the terms: every promise has a policy. */
function sworn<Policy extends Commitment>(terms: Terms<Policy>): SwornTerms<Policy> {
  return terms as SwornTerms<Policy>;
}

/** Returns the instant of the next warning, of the deadline, or of the end of a pause, whichever comes first. */
function nextOfRunning(clock: Clock, shares: readonly number[], { hours, pauses }: SwornTerms): Instant | null {
  const { resumesAt } = clock;
  if (standsStill(clock)) return resumesAt;
  const next = warningsOf(clock, shares, hours, pauses)[clock.progress] ?? clock.dueAt;
  return resumesAt === null || (next !== null && next < resumesAt) ? next : resumesAt;
}

/**
 * Reports whether a pause stops a clock. While it does, the owner gets no warnings, not even overdue ones. It does not
 * stop a deadline that had passed before the pause, which is missed.
 */
function standsStill({ pausedAt, dueAt }: Clock): boolean {
  return pausedAt !== null && (dueAt === null || dueAt > pausedAt);
}

/** Ends a pause that is over. `notices` notify the owner, unless a warning replaces it. */
function resume<Owned extends Clock>(
  clock: Owned,
  now: Instant,
): Enforcement<Owned> & { readonly notices: readonly ClockEffect[] } {
  if (clock.resumesAt === null || clock.resumesAt > now) return { clock, effects: [], notices: [] };
  return {
    clock: { ...clock, pausedAt: null, resumesAt: null },
    effects: clock.pausedAt === null ? [] : [{ kind: 'resumed' }],
    notices: [{ kind: 'tellResumed' }],
  };
}

function warn<Owned extends Clock>(
  clock: Owned,
  shares: readonly number[],
  terms: SwornTerms,
  now: Instant,
): Enforcement<Owned> {
  const { policy, hours, pauses } = terms;
  if (standsStill(clock)) return { clock: { ...clock, nextAt: clock.resumesAt }, effects: [] };
  const given = warningsOf(clock, shares, hours, pauses).filter((at) => at <= now).length;
  const warned = { ...clock, progress: Math.max(clock.progress, given) };
  // Of several warnings that fell due at once the owner gets the latest. The mode `measure` notifies nobody.
  const effects: ClockEffect[] =
    given > clock.progress && policy.mode !== 'measure' ? [{ kind: 'warned', share: shares[given - 1]! }] : [];
  return { clock: { ...warned, nextAt: nextOfRunning(warned, shares, terms) }, effects };
}

/** Carries out the due actions of a breached clock's chain, and works out when the next is due. */
function act<Owned extends Clock>(
  clock: Owned,
  chain: readonly BreachAction[],
  terms: SwornTerms,
  now: Instant,
): Enforcement<Owned> {
  const [due, later] = partition(actionsLeft(clock, chain, terms), ({ at }) => at <= now);
  due.sort((a, b) => a.at - b.at);
  const progress = due.reduce((taken, { index }) => taken | (1 << index), clock.progress);
  return {
    clock: { ...clock, progress, nextAt: earliest(later) },
    effects: onceEach(due).map(({ action, index }) =>
      action.do === 'escalate' ? { kind: 'escalate', action, index } : { kind: action.do },
    ),
  };
}

/**
 * Drops repetitions that fell due together, after a hold or an outage, so that each recipient is notified once. A
 * repetition is meant for people who did nothing since the previous notification.
 */
function onceEach<Due extends { readonly action: BreachAction }>(due: readonly Due[]): Due[] {
  return due.filter(
    ({ action }, place) => !due.slice(0, place).some((earlier) => isNotifiedAlready(action, earlier.action)),
  );
}

function isNotifiedAlready(action: BreachAction, earlier: BreachAction): boolean {
  if (action.do === 'remind') return earlier.do === 'remind';
  if (action.do !== 'escalate' || action.isRepeat !== true || earlier.do !== 'escalate') return false;
  return JSON.stringify(action.to) === JSON.stringify(earlier.to);
}

/** Plans the next action of a breached clock anew, after its hours have changed. */
function planChain<Owned extends Clock>(clock: Owned, chain: readonly BreachAction[], terms: SwornTerms): Owned {
  return { ...clock, nextAt: earliest(actionsLeft(clock, chain, terms)) };
}

/**
 * Returns the remaining actions of a chain. A change of hours may change the order of actions (in working time, a day
 * may be over before twelve hours are), so the actions carried out are stored as bits and not as a count.
 */
function actionsLeft(clock: Clock, chain: readonly BreachAction[], { policy, chainHours }: SwornTerms) {
  const left: { action: BreachAction; index: number; at: Instant }[] = [];
  for (const [index, action] of chain.entries()) {
    if (!isCarriedOut(action, policy) || (clock.progress & (1 << index)) !== 0) continue;
    // If the touch that had answered the miss was taken back, the grace comes first.
    const at = Math.max(actionAt(clock.breachedAt!, action.after, chainHours), clock.graceAt ?? 0);
    left.push({ action, index, at });
  }
  return left;
}

function earliest(actions: readonly { readonly at: Instant }[]): Instant | null {
  return actions.reduce<Instant | null>((first, { at }) => (first === null || at < first ? at : first), null);
}

/** Reports whether a miss would move the subject, or a past miss still will. */
function movesStill(clock: Clock, chain: readonly BreachAction[], policy: Commitment): boolean {
  const isLeft = (index: number) => clock.state === 'running' || (clock.progress & (1 << index)) === 0;
  const isAlive = clock.state === 'running' || (clock.state === 'breached' && clock.nextAt !== null);
  return (
    isAlive && chain.some((action, index) => action.do === 'reassign' && isCarriedOut(action, policy) && isLeft(index))
  );
}

/** Returns the moves of a chain as bits, by their place in it. */
function movesOf(chain: readonly BreachAction[]): number {
  return chain.reduce((bits, action, index) => (action.do === 'reassign' ? bits | (1 << index) : bits), 0);
}

/** Returns the chain in its order, with its moves delayed. */
function withMovesHeld(chain: readonly BreachAction[], postponedBy: PromisedDuration): BreachAction[] {
  return chain.map((action) =>
    action.do === 'reassign' ? { ...action, after: laterBy(action.after, postponedBy) } : action,
  );
}

function laterBy({ days, ms, text }: PromisedDuration, by: PromisedDuration): PromisedDuration {
  return { days: days + by.days, ms: ms + by.ms, text };
}

/** `enforce` acts, `notify` notifies people but moves nothing, `measure` only records. */
function isCarriedOut(action: BreachAction, policy: Commitment): boolean {
  switch (policy.mode) {
    case 'enforce':
      return true;
    case 'notify':
      return action.do !== 'reassign';
    case 'measure':
      return false;
  }
}

function leftUndone(chain: readonly BreachAction[], policy: Commitment): BreachAction['do'][] | null {
  if (policy.mode === 'enforce') return null;
  return chain.filter((action) => !isCarriedOut(action, policy)).map((action) => action.do);
}
