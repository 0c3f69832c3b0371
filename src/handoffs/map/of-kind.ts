import { caseless } from '../../platform/text.js';
import type { HandoffCounts, PassedOn, StageTimes } from '../reports/handoff-counts.js';
import type { HandoffGroup } from '../reports/handoff-numbers.js';
import { isOfWhole } from '../reports/handoff-stage.js';
import type { KindGroup } from './arrows.js';

interface OfKind {
  /** All of the kind together, as the report has it by kind. */
  readonly all: HandoffGroup;
  readonly group: KindGroup;
  /** Receivers of earlier versions, that the kind has no more. */
  readonly former: readonly string[];
}

/**
 * What was counted of one kind.
 * @param counts by kind, and by receivers as their kinds call them
 * @param present the receivers of the kind as it is: names are one without case
 */
export function ofKind(counts: HandoffCounts, kindId: string, present: readonly { readonly name: string }[]): OfKind {
  const isOf = ({ first }: { readonly first: string }) => first === kindId;
  const handedOver = counts.whole?.handedOver.filter(isOf) ?? [];
  const ofWhole = counts.whole?.stages.filter(isOf) ?? [];
  const passedOn = counts.passedOn.filter(isOf);
  // What is of the whole was counted once for each receiver too.
  const stages = counts.stages.filter((row) => isOf(row) && !isOfWhole(row.stage));
  const nameOf = new Map(present.map(({ name }) => [caseless(name), name]));
  for (const { second } of passedOn) if (!nameOf.has(caseless(second))) nameOf.set(caseless(second), second);
  const rowsOf = <Row extends PassedOn | StageTimes>(rows: readonly Row[], key: string) =>
    rows.filter(({ second }) => caseless(second) === key);
  return {
    all: { handedOver, passedOn, stages: [...stages, ...ofWhole] },
    group: {
      whole: { handedOver, passedOn: [], stages: ofWhole },
      receivers: new Map(
        [...nameOf].map(([key, name]) => [
          name,
          { handedOver: [], passedOn: rowsOf(passedOn, key), stages: rowsOf(stages, key) },
        ]),
      ),
    },
    former: [...nameOf.values()].slice(present.length),
  };
}
