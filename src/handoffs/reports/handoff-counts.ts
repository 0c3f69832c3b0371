import type { HandoffClockKind } from '../../clocks/clock.js';
import { DIMENSION_RULES, type KeyValue, type RowFilter, TIME_SQL } from '../../figures/dimension.js';

/** By what something was counted, as text; '' for nothing. */
export interface CountedBy {
  readonly first: string;
  readonly second: string;
}

/** What each of something took, in milliseconds and in no order; what was not counted is left out. */
export interface TimesTaken {
  readonly elapsed: Float64Array;
  readonly working: Float64Array;
}

/** Handoffs. */
export interface HandedOver extends CountedBy, TimesTaken {
  readonly handoffs: number;
  readonly done: number;
  readonly exceptions: number;
  readonly blockers: number;
}

/** Handoffs to each of their receivers. */
export interface PassedOn extends CountedBy {
  readonly receivers: number;
  readonly accepted: number;
  readonly done: number;
  readonly returned: number;
  readonly returns: number;
  readonly rightFirst: number;
  readonly questions: number;
  readonly recordsMade: number;
  readonly recordsPending: number;
  readonly recordsFailed: number;
}

/** Promises of a stage; of those that were kept in the end, in time or late, with the time that they took. */
export interface StageTimes extends CountedBy, TimesTaken {
  readonly stage: HandoffStage;
  readonly kept: number;
  readonly missed: number;
  readonly running: number;
  readonly escalated: number;
}

/** What was counted of each group, and of all together. */
export interface HandoffCounts {
  readonly handedOver: readonly HandedOver[];
  readonly passedOn: readonly PassedOn[];
  readonly stages: readonly StageTimes[];
  /**
   * Of handoffs that stand in several groups, what is counted once for each handoff, grouped by what is one of each;
   * null where none does.
   */
  readonly whole: { readonly handedOver: readonly HandedOver[]; readonly stages: readonly StageTimes[] } | null;
}

/** By which the report of handoffs groups them. */
export const HANDOFF_DIMENSIONS = ['kind', 'team', 'giver', 'receiver', 'product', 'day', 'week'] as const;
/** `stage` is what the map groups by: a receiver as its kind calls it. */
export type HandoffDimension = (typeof HANDOFF_DIMENSIONS)[number] | 'stage';

interface HandoffDimensionRules {
  /** SQL over a handoff (`given`) and one of its receivers. @param minute SQL for the local minute at which it was handed over */
  readonly sql: (minute: string) => string;
  /** Whether each receiver of a handoff has a value of its own. */
  readonly isOfReceiver: boolean;
  /** What was grouped by, as text → what is answered. */
  readonly read: (text: string) => KeyValue;
  /** What narrows `GET /v1/handoffs` to those with this value; null where it cannot be narrowed so. */
  readonly filter: (value: KeyValue) => RowFilter | null;
}

const byId = (column: string, parameter: string, isOfReceiver: boolean): HandoffDimensionRules => ({
  sql: () => `${column}::text`,
  isOfReceiver,
  read: (text) => (text === '' ? null : text),
  filter: (value) => (value === null ? null : { [parameter]: String(value) }),
});
const byTime = (part: 'day' | 'week'): HandoffDimensionRules => ({
  sql: (minute) => `${TIME_SQL[part](minute)}::text`,
  isOfReceiver: false,
  read: (text) => DIMENSION_RULES[part].read(Number(text), () => null),
  filter: () => ({}),
});

/** Every dimension there is. */
export const HANDOFF_DIMENSION_RULES: Readonly<Record<HandoffDimension, HandoffDimensionRules>> = {
  kind: byId('given.kind_id', 'kind', false),
  team: byId('written.team_id', 'receiverTeamId', true),
  giver: byId('given.giver_rep_id', 'giverRepId', false),
  receiver: byId('receiver.owner_rep_id', 'receiverRepId', true),
  stage: byId('receiver.name', 'receiver', true),
  product: byId('(select deal.product from deal where deal.id = given.deal_id)', 'product', false),
  day: byTime('day'),
  week: byTime('week'),
};

export function isHandoffTime(dimension: HandoffDimension): dimension is 'day' | 'week' {
  return dimension === 'day' || dimension === 'week';
}

/** Whether a handoff may stand in several groups. */
export function isOfReceivers(by: readonly HandoffDimension[]): boolean {
  return by.some((dimension) => HANDOFF_DIMENSION_RULES[dimension].isOfReceiver);
}

/** From which point to which the time of a handoff is told: each is a promise, which says who has the time. */
export const HANDOFF_STAGES = ['form', 'acknowledge', 'complete', 'rework', 'answer'] as const;
export type HandoffStage = (typeof HANDOFF_STAGES)[number];

interface StageRules {
  /** The kind of clock that measures it. */
  readonly kind: HandoffClockKind;
  /** SQL over its number, and over the question `asked`, that tells it from what else is of the same kind. */
  readonly of: string;
  /** Whether it is of the handoff as a whole, not of one of its receivers. */
  readonly isOfWhole: boolean;
}

/** SQL for whether a question is of a party and not of Touchline itself, by its `asked_by_rule`; so if there is none. */
export const ofParties = (rule: string) => `coalesce(${rule}, '') not in ('records', 'deals')`;
export const OF_PARTIES = ofParties('asked.asked_by_rule');

/** Every stage there is: they share no clock. */
export const HANDOFF_STAGE_RULES: Readonly<Record<HandoffStage, StageRules>> = {
  form: { kind: 'handoffException', of: 'clock.step = 0', isOfWhole: true },
  acknowledge: { kind: 'handoffAcknowledge', of: 'true', isOfWhole: false },
  complete: { kind: 'handoffComplete', of: 'true', isOfWhole: false },
  rework: { kind: 'handoffException', of: 'clock.step > 0', isOfWhole: false },
  // What Touchline asks about records by itself is no question of a party, here and in lists.
  answer: { kind: 'handoffQuestion', of: OF_PARTIES, isOfWhole: false },
};

export function isOfWhole(stage: HandoffStage): boolean {
  return HANDOFF_STAGE_RULES[stage].isOfWhole;
}

/** SQL for the stage of a clock; null of one that belongs to none of them. */
export function stageSql(stages: readonly HandoffStage[]): string {
  const cases = stages.map((stage) => {
    const { kind, of } = HANDOFF_STAGE_RULES[stage];
    return `when clock.kind = '${kind}' and ${of} then '${stage}'`;
  });
  return `case ${cases.join(' ')} end`;
}
