import { type OpenTime, type Stretch } from './working-hours.js';

export type Kind = 'firstTouch' | 'leadResponse' | 'followUp' | 'decide';

/** What follows a miss; `after` in milliseconds of the policy's time. */
export interface Action {
  readonly after: number;
  readonly do: 'reassign' | 'escalate' | 'remind';
}

export interface Step {
  readonly kinds: readonly string[];
  readonly after: number;
  readonly within: number;
}

/** A policy, all times in milliseconds. */
export interface Policy {
  readonly mode: 'enforce' | 'notify' | 'measure';
  readonly time: 'working' | 'elapsed';
  readonly grace: number;
  readonly within: number;
  readonly afterHours: number | null;
  readonly leadWithin: number | null;
  readonly by: 'anyone' | 'owner';
  /** Percent, ascending. */
  readonly warnAt: readonly number[];
  readonly onBreach: readonly Action[];
  readonly onLeadBreach: readonly Action[];
  readonly maxReassignments: number;
  readonly steps: readonly Step[];
  readonly onMiss: readonly Action[];
  /** With what follows a missed decision: a reminder, at once. */
  readonly decideWithin: number | null;
}

/** Time in which nothing follows from what falls due. */
export interface Hold {
  readonly from: number;
  to: number;
}

/** One promise about a lead. */
export interface Clock {
  readonly kind: Kind;
  /** Whose: the place of a rep; null for the company. */
  readonly rep: number | null;
  /** By which stretch of ownership; null for the company. */
  readonly tenure: number | null;
  readonly step: number | null;
  readonly start: number;
  policy: Policy;
  /** Until its window opens; null where it is open from the start. */
  wait: number | null;
  /** Null where it only measures. */
  within: number | null;
  state: 'running' | 'met' | 'breached' | 'cancelled';
  metAt: number | null;
  breachedAt: number | null;
  /** When the miss was that was struck last. */
  struckMiss: number | null;
  endedAt: number | null;
  endReason: string | null;
  /** Of its warnings, how many have been given. */
  warned: number;
  /** Of what follows its miss, what has been done. */
  readonly done: Set<number>;
  /** Nothing follows any more. */
  isQuiet: boolean;
  /** Not before anything follows. */
  quietUntil: number;
  /** A floor under its deadline: from when to when it is not due. */
  grace: Stretch | null;
  /** While it stands still: since when, and until when. */
  paused: Stretch | null;
  /** When it began to tick again, as long as a hold keeps its owner from being told. */
  untold: number | null;
  /** For which hold it waits, with what was due when it was found. */
  held: { readonly by: Hold; readonly at: number } | null;
  /** With which page of its lead's diary it began. */
  readonly begunOn: number;
  /** As it was worked out last: it stays what it was when the promise ends. */
  window: Window;
}

export interface Window {
  readonly opens: number | null;
  readonly due: number | null;
}

/** When a promise is to be kept: always worked out from its beginning, around all its pauses. */
export function windowOf({ start, wait, within, grace }: Clock, time: OpenTime, pauses: readonly Stretch[]): Window {
  const ticking = time.without(pauses);
  const opens = wait === null ? null : ticking.after(start, wait);
  if (within === null) return { opens, due: null };
  const due = ticking.after(opens ?? start, within);
  return { opens, due: grace === null ? due : Math.max(due, endOfGrace(grace, time, pauses)) };
}

/** A grace stands still in pauses as well. */
function endOfGrace(grace: Stretch, time: OpenTime, pauses: readonly Stretch[]): number {
  if (pauses.length === 0) return grace.to;
  return time.without(pauses).after(grace.from, Math.max(1, time.between(grace.from, grace.to)));
}

/** When its owner is told: at shares of its time, and that the window of a step has opened. */
export function warningsOf(clock: Clock, time: OpenTime, pauses: readonly Stretch[]): { at: number; share: number }[] {
  const { opens, due } = windowOf(clock, time, pauses);
  if (due === null) return [];
  if (clock.kind === 'followUp') return opens === null ? [] : [{ at: opens, share: 0 }];
  if (clock.kind !== 'firstTouch') return [];
  const ticking = time.without(pauses);
  const ms = ticking.between(clock.start, due);
  return clock.policy.warnAt.map((percent) => ({
    at: ticking.after(clock.start, Math.max(1, Math.floor((ms * percent) / 100))),
    share: percent / 100,
  }));
}

/** What follows its miss, whatever the mode. */
export function chainOf({ kind, policy }: Pick<Clock, 'kind' | 'policy'>): readonly Action[] {
  switch (kind) {
    case 'firstTouch':
      return policy.onBreach;
    case 'leadResponse':
      return policy.onLeadBreach;
    case 'followUp':
      return policy.onMiss;
    case 'decide':
      return [{ after: 0, do: 'remind' }];
  }
}

/** `enforce` acts, `notify` tells people, `measure` does neither. */
export function isDone(action: Action, { mode }: Policy): boolean {
  return mode === 'enforce' || (mode === 'notify' && action.do !== 'reassign');
}
