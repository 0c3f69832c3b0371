import type { HandoffClockKind } from '../../clocks/clock.js';
import { DIMENSION_RULES, type KeyValue, type RowFilter, TIME_SQL } from '../../figures/dimension.js';

/** The values by which something was counted, as text; '' for none. */
export interface CountedBy {
  readonly first: string;
  readonly second: string;
}

/** The times that items took, in milliseconds and in no order. Items whose time was not counted are left out. */
export interface TimesTaken {
  readonly elapsed: Float64Array;
  readonly working: Float64Array;
}

export interface HandedOver extends CountedBy, TimesTaken {
  readonly handoffs: number;
  readonly done: number;
  readonly exceptions: number;
  readonly blockers: number;
}

/** Counts of handoffs for each of their receivers. */
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

/** Counts of promises of a stage, with the times of those that were kept in the end, in time or late. */
export interface StageTimes extends CountedBy, TimesTaken {
  readonly stage: HandoffStage;
  readonly kept: number;
  readonly missed: number;
  readonly running: number;
  readonly escalated: number;
}

/** The counts of each group, and of all together. */
export interface HandoffCounts {
  readonly handedOver: readonly HandedOver[];
  readonly passedOn: readonly PassedOn[];
  readonly stages: readonly StageTimes[];
  /**
   * If handoffs may be in several groups: what is counted once for each handoff, grouped by the dimensions that have
   * one value for each. Null otherwise.
   */
  readonly whole: { readonly handedOver: readonly HandedOver[]; readonly stages: readonly StageTimes[] } | null;
}

/** The dimensions of the report of handoffs. */
export const HANDOFF_DIMENSIONS = ['kind', 'team', 'giver', 'receiver', 'product', 'day', 'week'] as const;
/** `stage` is a dimension of the map: a receiver as its kind calls it. */
export type HandoffDimension = (typeof HANDOFF_DIMENSIONS)[number] | 'stage';

interface HandoffDimensionRules {
  /** SQL over a handoff (`given`) and one of its receivers. @param minute SQL for the local minute at which it was handed over */
  readonly sql: (minute: string) => string;
  /** Whether each receiver of a handoff has a value of its own. */
  readonly isOfReceiver: boolean;
  /** Converts the text of a group to the value in answers. */
  readonly read: (text: string) => KeyValue;
  /** The filter of `GET /v1/handoffs` for this value; null if there is none. */
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

/** Whether a handoff may be in several groups. */
export function isOfReceivers(by: readonly HandoffDimension[]): boolean {
  return by.some((dimension) => HANDOFF_DIMENSION_RULES[dimension].isOfReceiver);
}

/** The spans in which the time of a handoff is reported. Each is a promise, which says who had the time. */
export const HANDOFF_STAGES = ['form', 'acknowledge', 'complete', 'rework', 'answer'] as const;
export type HandoffStage = (typeof HANDOFF_STAGES)[number];

interface StageRules {
  /** The kind of clock that measures it. */
  readonly kind: HandoffClockKind;
  /** SQL over its step, and over the question `asked`, that distinguishes it from others of the same kind. */
  readonly of: string;
  /** Whether it belongs to the handoff as a whole, not to one of its receivers. */
  readonly isOfWhole: boolean;
}

/** SQL for whether a party asked a question, not Touchline itself, by its `asked_by_rule`; true if that is null. */
export const ofParties = (rule: string) => `coalesce(${rule}, '') not in ('records', 'deals')`;
export const OF_PARTIES = ofParties('asked.asked_by_rule');

/** A clock belongs to one stage at most. */
export const HANDOFF_STAGE_RULES: Readonly<Record<HandoffStage, StageRules>> = {
  form: { kind: 'handoffException', of: 'clock.step = 0', isOfWhole: true },
  acknowledge: { kind: 'handoffAcknowledge', of: 'true', isOfWhole: false },
  complete: { kind: 'handoffComplete', of: 'true', isOfWhole: false },
  rework: { kind: 'handoffException', of: 'clock.step > 0', isOfWhole: false },
  // Questions that Touchline asks by itself do not count, here and in lists.
  answer: { kind: 'handoffQuestion', of: OF_PARTIES, isOfWhole: false },
};

export function isOfWhole(stage: HandoffStage): boolean {
  return HANDOFF_STAGE_RULES[stage].isOfWhole;
}

/** SQL for the stage of a clock; null if it belongs to none of these. */
export function stageSql(stages: readonly HandoffStage[]): string {
  const cases = stages.map((stage) => {
    const { kind, of } = HANDOFF_STAGE_RULES[stage];
    return `when clock.kind = '${kind}' and ${of} then '${stage}'`;
  });
  return `case ${cases.join(' ')} end`;
}
