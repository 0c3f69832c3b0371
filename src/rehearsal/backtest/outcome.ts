import { isStruck, type LeadClock, type LeadClockKind } from '../../clocks/clock.js';
import type { EscalationWhy } from '../../lifecycle/clocks/escalation.js';

/** The kinds of promises whose time a policy sets. The time to accept a lead comes from the rule that moves it. */
const PROMISES = ['firstTouch', 'leadResponse', 'followUp', 'decide'] as const satisfies readonly LeadClockKind[];
export type PromiseKind = (typeof PROMISES)[number];

/** Results of promises; `late` are the breached ones that were met afterwards. */
export const FATES = ['met', 'breached', 'late', 'open', 'cancelled'] as const;
type Fates = Readonly<Record<(typeof FATES)[number], number>>;

/** Escalations by the policy. A draft cannot know whether another rep was available (`nobodyElse`). */
export const COUNTED_ESCALATIONS: readonly EscalationWhy[] = ['policy', 'repeat', 'maxReassignments'];

const EFFECTS = ['warned', 'moves', 'escalations', 'unreachable'] as const;
export type Effects = Readonly<Record<(typeof EFFECTS)[number], number>>;

export type PlayedOutcome = Readonly<Record<PromiseKind, Fates>> & Effects;

const NONE: Fates = { met: 0, breached: 0, late: 0, open: 0, cancelled: 0 };

export const NO_EFFECTS: Effects = { warned: 0, moves: 0, escalations: 0, unreachable: 0 };

export const NOTHING: PlayedOutcome = { ...ofEach(() => NONE), ...NO_EFFECTS };

/** Returns the results of clocks, without those that only measure. */
export function outcomeOf(clocks: readonly LeadClock[], effects: Effects): PlayedOutcome {
  const promised = clocks.filter(({ target }) => target !== null);
  const ofKind = (kind: PromiseKind) => promised.filter((clock) => clock.kind === kind).reduce(withFate, NONE);
  return { ...ofEach(ofKind), ...effects };
}

function withFate(fates: Fates, clock: LeadClock): Fates {
  const { state, metAt } = clock;
  const fate = state === 'running' ? 'open' : isStruck(clock) ? 'cancelled' : state;
  const late = fate === 'breached' && metAt !== null ? 1 : 0;
  return { ...fates, [fate]: fates[fate] + 1, late: fates.late + late };
}

export function add(one: PlayedOutcome, other: PlayedOutcome): PlayedOutcome {
  const sum = <Key extends string>(keys: readonly Key[], a: Readonly<Record<Key, number>>, b: typeof a) =>
    Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as Record<Key, number>;
  return { ...ofEach((kind) => sum(FATES, one[kind], other[kind])), ...sum(EFFECTS, one, other) };
}

export function isSame(one: PlayedOutcome, other: PlayedOutcome): boolean {
  return (
    EFFECTS.every((effect) => one[effect] === other[effect]) &&
    PROMISES.every((kind) => FATES.every((fate) => one[kind][fate] === other[kind][fate]))
  );
}

function ofEach(fates: (kind: PromiseKind) => Fates): Readonly<Record<PromiseKind, Fates>> {
  return Object.fromEntries(PROMISES.map((kind) => [kind, fates(kind)])) as Record<PromiseKind, Fates>;
}
