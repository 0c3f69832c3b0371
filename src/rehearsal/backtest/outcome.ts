import { isStruck, type LeadClock } from '../../clocks/clock.js';
import type { EscalationWhy } from '../../lifecycle/escalation.js';

/** What is promised to a lead, by kind of clock. */
export const PROMISES = ['firstTouch', 'leadResponse', 'followUp', 'decide'] as const;
type PromiseKind = (typeof PROMISES)[number];

/** What became of promises of a kind; `late` are those of the breached that were kept after all. */
export const FATES = ['met', 'breached', 'late', 'open', 'cancelled'] as const;
type Fates = Readonly<Record<(typeof FATES)[number], number>>;

/** Why people are told of a miss, as far as it is counted: by the policy. Whether somebody else was there for a lead is not known of a draft. */
export const COUNTED_ESCALATIONS: readonly EscalationWhy[] = ['policy', 'repeat', 'maxReassignments'];

/** What followed: how often somebody was warned, a lead moved, somebody was told of a miss, nobody could be reached. */
const EFFECTS = ['warned', 'moves', 'escalations', 'unreachable'] as const;
export type Effects = Readonly<Record<(typeof EFFECTS)[number], number>>;

export type PlayedOutcome = Readonly<Record<PromiseKind, Fates>> & Effects;

const NONE: Fates = { met: 0, breached: 0, late: 0, open: 0, cancelled: 0 };

export const NO_EFFECTS: Effects = { warned: 0, moves: 0, escalations: 0, unreachable: 0 };

/** Nothing was promised. */
export const NOTHING: PlayedOutcome = {
  firstTouch: NONE,
  leadResponse: NONE,
  followUp: NONE,
  decide: NONE,
  ...NO_EFFECTS,
};

/** What clocks have come to; those that only measure promise nothing. */
export function outcomeOf(clocks: readonly LeadClock[], effects: Effects): PlayedOutcome {
  const promised = clocks.filter(({ target }) => target !== null);
  const ofKind = (kind: PromiseKind) => promised.filter((clock) => clock.kind === kind).reduce(withFate, NONE);
  return {
    firstTouch: ofKind('firstTouch'),
    leadResponse: ofKind('leadResponse'),
    followUp: ofKind('followUp'),
    decide: ofKind('decide'),
    ...effects,
  };
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
  return {
    firstTouch: sum(FATES, one.firstTouch, other.firstTouch),
    leadResponse: sum(FATES, one.leadResponse, other.leadResponse),
    followUp: sum(FATES, one.followUp, other.followUp),
    decide: sum(FATES, one.decide, other.decide),
    ...sum(EFFECTS, one, other),
  };
}

export function isSame(one: PlayedOutcome, other: PlayedOutcome): boolean {
  return (
    EFFECTS.every((effect) => one[effect] === other[effect]) &&
    PROMISES.every((kind) => FATES.every((fate) => one[kind][fate] === other[kind][fate]))
  );
}
