import { MINUTE, type OpenTime, type Stretch } from './working-hours.js';

export type Kind = 'firstTouch' | 'leadResponse' | 'followUp' | 'decide' | 'accept';

/** An action after a miss; `after` in milliseconds of the policy's time. */
export interface Action {
  readonly after: number;
  readonly do: 'reassign' | 'escalate' | 'remind';
}

export interface Step {
  readonly kinds: readonly string[];
  readonly after: number;
  readonly within: number;
}

/** A policy with all times in milliseconds. */
export interface Policy {
  readonly mode: 'enforce' | 'notify' | 'measure';
  readonly time: 'working' | 'elapsed';
  readonly grace: number;
  readonly within: number;
  readonly afterHours: number | null;
  readonly leadWithin: number | null;
  readonly by: 'anyone' | 'owner';
  /** Percentages in ascending order. */
  readonly warnAt: readonly number[];
  readonly onBreach: readonly Action[];
  readonly onLeadBreach: readonly Action[];
  readonly maxReassignments: number;
  readonly steps: readonly Step[];
  readonly onMiss: readonly Action[];
  /** A missed decision is followed by a reminder at once. */
  readonly decideWithin: number | null;
  /** After how many attempts, over how much of its time, a lead is closed. */
  readonly unreachable: { readonly attempts: number; readonly over: number } | null;
  /**
   * What another form of the person of an open lead begins, unless an answer is owed anyway: a new cycle, another first
   * touch or nothing.
   */
  readonly onInquiry: 'renew' | 'restart' | 'keep';
}

/** A policy with none of the parts that may be left out, to be changed to what is promised without a policy. */
export const NO_POLICY: Policy = {
  mode: 'enforce',
  time: 'working',
  grace: 15 * MINUTE,
  within: 0,
  afterHours: null,
  leadWithin: null,
  by: 'owner',
  warnAt: [],
  onBreach: [],
  onLeadBreach: [],
  maxReassignments: 0,
  steps: [],
  onMiss: [],
  decideWithin: null,
  unreachable: null,
  onInquiry: 'keep',
};

/** A period in which due clocks cause no actions. */
export interface Hold {
  readonly from: number;
  to: number;
}

/** One clock of a lead. */
export interface Clock {
  readonly kind: Kind;
  /** The index of the rep, or null for the company. */
  readonly rep: number | null;
  /** The index of the tenure, or null for the company. */
  readonly tenure: number | null;
  readonly step: number | null;
  readonly start: number;
  /** Whether it is owed because the person asked again. */
  readonly isRestart: boolean;
  policy: Policy;
  /** The time until its window opens, or null if it is open from the start. */
  wait: number | null;
  /** The meeting from which its time counts; null for none. */
  readonly after: number | null;
  /** Null if it only measures. */
  within: number | null;
  state: 'running' | 'met' | 'breached' | 'cancelled';
  metAt: number | null;
  breachedAt: number | null;
  /** The instant of the miss that was struck last. */
  struckMiss: number | null;
  endedAt: number | null;
  endReason: string | null;
  /** The number of warnings that have been sent. */
  warned: number;
  /** The indices of the actions of its chain that have been taken. */
  readonly done: Set<number>;
  /** Whether its chain has ended. */
  isQuiet: boolean;
  /** The instant before which no action of its chain is taken. */
  quietUntil: number;
  /** A lower bound of its deadline: it is not due within this stretch. */
  grace: Stretch | null;
  /** The stretch in which it is paused. */
  paused: Stretch | null;
  /** The instant at which it resumed, while a hold keeps its owner from being notified. */
  untold: number | null;
  /** The hold for which it waits, and the instant at which a sweep found that. */
  held: { readonly by: Hold; readonly at: number } | null;
  /** The length of the lead's diary when it began. */
  readonly begunOn: number;
  /** The window as last calculated; it remains when the clock ends. */
  window: Window;
}

/** What is not known of a clock that runs and of which nothing has followed yet. */
export function unended() {
  return {
    state: 'running' as const,
    metAt: null,
    breachedAt: null,
    endedAt: null,
    endReason: null,
    warned: 0,
    done: new Set<number>(),
    isQuiet: false,
    quietUntil: Number.NEGATIVE_INFINITY,
    held: null,
  };
}

export interface Window {
  readonly opens: number | null;
  readonly due: number | null;
}

/** The time that a policy grants for a clock, or null if it has none. */
export function promisedBy(
  { within, afterHours, leadWithin, steps, decideWithin }: Policy,
  { kind, step, start }: Clock,
  isOpenAt: (at: number) => boolean,
): number | null {
  switch (kind) {
    case 'firstTouch':
      return afterHours !== null && !isOpenAt(start) ? afterHours : within;
    case 'leadResponse':
      return leadWithin;
    case 'followUp':
      return steps[step! - 1]?.within ?? null;
    case 'decide':
      return decideWithin;
    case 'accept':
      return within;
  }
}

/** Calculates the window of a clock, always from its start and around all its pauses. */
export function windowOf(
  { start, wait, after, within, grace }: Clock,
  time: OpenTime,
  pauses: readonly Stretch[],
): Window {
  const ticking = time.without(pauses);
  const opens = wait === null ? after : ticking.after(start, wait);
  if (within === null) return { opens, due: null };
  const due = ticking.after(opens ?? start, within);
  return { opens, due: grace === null ? due : Math.max(due, endOfGrace(grace, time, pauses)) };
}

/** A grace period is extended by pauses as well. */
function endOfGrace(grace: Stretch, time: OpenTime, pauses: readonly Stretch[]): number {
  if (pauses.length === 0) return grace.to;
  return time.without(pauses).after(grace.from, Math.max(1, time.between(grace.from, grace.to)));
}

/** The instants at which its owner is warned: at shares of its time, and when the window of a step opens. */
export function warningsOf(clock: Clock, time: OpenTime, pauses: readonly Stretch[]): { at: number; share: number }[] {
  const { opens, due } = windowOf(clock, time, pauses);
  if (due === null) return [];
  if (clock.kind === 'followUp') return opens === null ? [] : [{ at: opens, share: 0 }];
  if (clock.kind !== 'firstTouch' && clock.kind !== 'accept') return [];
  const ticking = time.without(pauses);
  const ms = ticking.between(clock.start, due);
  return clock.policy.warnAt.map((percent) => ({
    at: ticking.after(clock.start, Math.max(1, Math.floor((ms * percent) / 100))),
    share: percent / 100,
  }));
}

export function chainOf({ kind, policy }: Pick<Clock, 'kind' | 'policy'>): readonly Action[] {
  switch (kind) {
    case 'firstTouch':
    case 'accept':
      return policy.onBreach;
    case 'leadResponse':
      return policy.onLeadBreach;
    case 'followUp':
      return policy.onMiss;
    case 'decide':
      return [{ after: 0, do: 'remind' }];
  }
}

/** Reports whether an action is taken: `enforce` takes all, `notify` only notifies, `measure` takes none. */
export function isDone(action: Action, { mode }: Policy): boolean {
  return mode === 'enforce' || (mode === 'notify' && action.do !== 'reassign');
}
