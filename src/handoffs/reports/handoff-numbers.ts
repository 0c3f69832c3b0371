import { daysOf, type KeyValue, type RowFilter } from '../../figures/dimension.js';
import { seconds, shareOf } from '../../figures/figure.js';
import { spanOfDays } from '../../figures/local-minute.js';
import { rankOf, SHARES, type Share } from '../../figures/percentile.js';
import type { Names } from '../../leads/lead.js';
import { toIso } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import type { HandoffScope } from './handoff-count.store.js';
import {
  type CountedBy,
  HANDOFF_DIMENSION_RULES,
  type HandedOver,
  type HandoffCounts,
  type HandoffDimension,
  type HandoffStage,
  isHandoffTime,
  isOfWhole,
  type PassedOn,
  type StageTimes,
  type TimesTaken,
} from './handoff-counts.js';

/** The counts of a group, or of all together. Each list has as many rows as it was counted in. */
export interface HandoffGroup {
  readonly handedOver: readonly HandedOver[];
  readonly passedOn: readonly PassedOn[];
  readonly stages: readonly StageTimes[];
}

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

/** The head of a row in the report of handoffs: its values, their words, and the filter that lists its handoffs. */
interface HandoffRowHead {
  readonly key: Readonly<Partial<Record<HandoffDimension, KeyValue>>>;
  readonly label: string;
  /** For `GET /v1/handoffs`; null if that list has no such filter. */
  readonly filter: RowFilter | null;
}

interface HandoffHeading {
  readonly scope: HandoffScope;
  readonly names: Names;
  readonly kindNames: ReadonlyMap<string, string>;
}

/** @param values of the dimensions, in their order */
export function handoffHeadOf(heading: HandoffHeading, values: readonly KeyValue[]): HandoffRowHead {
  const { by } = heading.scope;
  return {
    key: Object.fromEntries(by.map((dimension, index) => [dimension, values[index]!])),
    label: by.map((dimension, index) => inWords(dimension, values[index]!, heading)).join(', '),
    filter: filterOf(heading.scope, values),
  };
}

function filterOf({ by, span, timeZone, kindId, repIds }: HandoffHeading['scope'], values: readonly KeyValue[]) {
  let { from, to } = span;
  let filter: RowFilter = {
    ...(kindId !== null && { kind: kindId }),
    ...(repIds !== null && { own: 'true' }),
  };
  for (const [index, dimension] of by.entries()) {
    const narrowed = HANDOFF_DIMENSION_RULES[dimension].filter(values[index]!);
    if (narrowed === null) return null;
    filter = { ...filter, ...narrowed };
    if (!isHandoffTime(dimension)) continue;
    const { first, count } = daysOf(dimension, values[index]!)!;
    const days = spanOfDays(first, count, timeZone);
    from = Math.max(from, days.from);
    to = Math.min(to, days.to);
  }
  return { startedFrom: toIso(from), startedTo: toIso(to), ...filter };
}

function inWords(dimension: HandoffDimension, value: KeyValue, { names, kindNames }: HandoffHeading): string {
  if (dimension === 'kind') return kindNames.get(String(value)) ?? `kind ${value}`;
  if (dimension === 'team') return names.team(value);
  if (dimension === 'giver' || dimension === 'receiver') return names.rep(value);
  return value === null ? `no ${dimension}` : String(value);
}

/** Sorts rows by their keys, and so by time if that is one of them. Rows without a value come last. */
export function inOrderOfHandoffs<Row extends { readonly values: readonly KeyValue[] }>(
  rows: readonly Row[],
  by: readonly HandoffDimension[],
): Row[] {
  const compare = (one: Row, other: Row): number => {
    for (const index of by.keys()) {
      const [a, b] = [one.values[index]!, other.values[index]!];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      return String(a) < String(b) ? -1 : 1;
    }
    return 0;
  };
  return [...rows].sort(compare);
}
