import { seconds, shareOf } from '../../figures/figure.js';
import { rankOf, SHARES, type Share } from '../../figures/percentile.js';
import { groupBy } from '../../platform/group.js';
import type { CountedBy, HandedOver, HandoffCounts, PassedOn, StageTimes, TimesTaken } from './handoff-counts.js';
import { type HandoffStage, isOfWhole } from './handoff-stage.js';

/** What was counted of a group, or of all together: of each thing as many rows as it was counted in. */
export interface HandoffGroup {
  readonly handedOver: readonly HandedOver[];
  readonly passedOn: readonly PassedOn[];
  readonly stages: readonly StageTimes[];
}

/** A row of the report of handoffs. */
export function handoffNumbersOf({ handedOver, passedOn, stages }: HandoffGroup) {
  const sumOf = <Row>(rows: readonly Row[], pick: (row: Row) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0);
  const handoffs = sumOf(handedOver, (row) => row.handoffs);
  const receivers = sumOf(passedOn, (row) => row.receivers);
  const receiversDone = sumOf(passedOn, (row) => row.done);
  const returned = sumOf(passedOn, (row) => row.returned);
  const rightFirstTime = sumOf(passedOn, (row) => row.rightFirst);
  const questions = sumOf(passedOn, (row) => row.questions);
  const numbers = {
    handoffs,
    done: sumOf(handedOver, (row) => row.done),
    receivers,
    receiversAccepted: sumOf(passedOn, (row) => row.accepted),
    receiversDone,
    form: stageOf('form', stages),
    acknowledge: stageOf('acknowledge', stages),
    complete: stageOf('complete', stages),
    rework: stageOf('rework', stages),
    answer: stageOf('answer', stages),
    whole: timesOf(handedOver),
    returned,
    returns: sumOf(passedOn, (row) => row.returns),
    reworkRate: shareOf(returned, receivers),
    rightFirstTime,
    firstTimeRightRate: shareOf(rightFirstTime, receiversDone),
    escalations: sumOf(stages, (row) => row.escalated),
    exceptions: sumOf(handedOver, (row) => row.exceptions),
    blockers: sumOf(handedOver, (row) => row.blockers),
    questions,
    questionsPerHandoff: handoffs === 0 ? null : Math.round((questions / handoffs) * 100) / 100,
    records: {
      made: sumOf(passedOn, (row) => row.recordsMade),
      pending: sumOf(passedOn, (row) => row.recordsPending),
      failed: sumOf(passedOn, (row) => row.recordsFailed),
    },
  };
  return numbers satisfies Record<HandoffStage, StageNumbers>;
}

export type HandoffNumbers = ReturnType<typeof handoffNumbersOf>;
export type StageNumbers = ReturnType<typeof stageOf>;

function stageOf(stage: HandoffStage, stages: readonly StageTimes[]) {
  const found = stages.filter((each) => each.stage === stage);
  const sum = (pick: (row: StageTimes) => number) => found.reduce((total, row) => total + pick(row), 0);
  const [kept, missed] = [sum((row) => row.kept), sum((row) => row.missed)];
  return {
    ended: sum((row) => row.elapsed.length),
    running: sum((row) => row.running),
    kept,
    missed,
    attainment: shareOf(kept, kept + missed),
    ...timesOf(found),
  };
}

function timesOf(rows: readonly TimesTaken[]) {
  return {
    elapsed: takenOf(rows.map(({ elapsed }) => elapsed)),
    working: takenOf(rows.map(({ working }) => working)),
  };
}

function takenOf(parts: readonly Float64Array[]) {
  const all = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let [at, totalMs] = [0, 0];
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  for (const ms of all) totalMs += ms;
  all.sort();
  const inSeconds = (share: Share) => {
    const ms = all[rankOf(SHARES[share], all.length) - 1];
    return ms === undefined ? null : seconds(ms);
  };
  return {
    totalSeconds: seconds(totalMs),
    medianSeconds: inSeconds('median'),
    p90Seconds: inSeconds('p90'),
    p99Seconds: inSeconds('p99'),
  };
}

/** What was counted of each group, and of all together. */
export function handoffGroupsOf({ handedOver, passedOn, stages, whole }: HandoffCounts) {
  const [passedOnBy, stagesBy] = [groupBy(passedOn, keyOf), groupBy(stages, keyOf)];
  const all: HandoffGroup = {
    handedOver: whole?.handedOver ?? handedOver,
    passedOn,
    stages: whole === null ? stages : [...stages.filter(({ stage }) => !isOfWhole(stage)), ...whole.stages],
  };
  return {
    groups: handedOver.map((row) => ({
      texts: [row.first, row.second] as const,
      group: { handedOver: [row], passedOn: passedOnBy.get(keyOf(row)) ?? [], stages: stagesBy.get(keyOf(row)) ?? [] },
    })),
    all,
  };
}

function keyOf({ first, second }: CountedBy): string {
  return `${first} ${second}`;
}
