import type { HandoffClockKind } from '../../clocks/clock.js';

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

/** SQL for whether a question `asked` is of a party, or there is none. */
export const OF_PARTIES = `asked.asked_by_rule is distinct from 'records'`;

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
