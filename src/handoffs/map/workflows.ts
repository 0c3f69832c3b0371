import { counted } from '../../platform/values/words.js';
import type { HandoffStart } from '../kinds/handoff-kind.js';
import type { HandoffNumbers } from '../reports/handoff-numbers.js';
import { type Arrow, titleOf, whyWorst, wordsOf, worstOf } from './arrows.js';
import { type HandoffMap, label, stepsOf } from './kind-map.js';
import { spanInWords } from './span-words.js';

/** A kind of handoff on the map, with the counts of its arrows. */
export interface Workflow {
  readonly kindId: string;
  readonly kindVersion: number;
  readonly name: string;
  /** Whether the kind is deleted. Its past handoffs still count. */
  readonly isDeleted: boolean;
  readonly start: { readonly on: HandoffStart; readonly daysBefore?: number | undefined };
  readonly map: HandoffMap;
  readonly arrows: readonly Arrow[];
  readonly numbers: HandoffNumbers;
}

/** What happens to a deal, in order, and begins handoffs; those that begin by hand come last. */
const STARTS_IN_ORDER = [
  { on: 'deal.won', words: 'A deal is won' },
  { on: 'delivery.completed', words: 'It is delivered' },
  { on: 'renewal.due', words: 'Its renewal is due' },
  { on: 'manual', words: 'A person begins it by hand' },
] as const satisfies readonly { readonly on: HandoffStart; readonly words: string }[];

/** Sorts workflows by what begins them, then by name. */
export function inOrderOfStarts(workflows: readonly Workflow[]): Workflow[] {
  const placeOf = ({ start }: Workflow) => STARTS_IN_ORDER.findIndex(({ on }) => on === start.on);
  return [...workflows].sort(
    (one, other) => placeOf(one) - placeOf(other) || (one.name < other.name ? -1 : Number(one.name > other.name)),
  );
}

/**
 * Returns the starts in order, each with the workflows that it begins. Skips deleted workflows, and starts that begin
 * none.
 */
export function followsOf(workflows: readonly Workflow[]) {
  return STARTS_IN_ORDER.map(({ on, words }) => ({
    on,
    words,
    kindIds: workflows.filter(({ start, isDeleted }) => start.on === on && !isDeleted).map(({ kindId }) => kindId),
  })).filter(({ kindIds }) => kindIds.length > 0);
}

/** Returns the worst arrow of all workflows; null if nothing went wrong. */
export function worstHandoffOf(workflows: readonly Workflow[]) {
  const worst = worstOf(workflows.flatMap((workflow) => workflow.arrows.map((arrow) => ({ ...arrow, workflow }))));
  if (worst === null) return null;
  const { workflow, from, to } = worst;
  return {
    kindId: workflow.kindId,
    kind: workflow.name,
    from,
    to,
    between: titleOf(worst, workflow.map.giver),
    why: whyWorst(worst, workflow.map.giver),
  };
}

export function arrowWordsOf({ arrows }: Workflow) {
  const worst = worstOf(arrows);
  return arrows.map((arrow) => ({ words: wordsOf(arrow), isWorst: arrow === worst }));
}

/** Returns all workflows as one flowchart in Mermaid: what begins each, and its counts. */
export function workflowsInMermaid(workflows: readonly Workflow[]): string {
  const worst = worstHandoffOf(workflows);
  const follows = followsOf(workflows);
  const ofDeals = follows.filter(({ on }) => on !== 'manual');
  const nodeOf = (kindId: string) => `k${workflows.findIndex((each) => each.kindId === kindId) + 1}`;
  const idOf = (on: HandoffStart) => on.replace('.', '_');
  return [
    'flowchart LR',
    ...follows.map(({ on, words }) => `  ${idOf(on)}([${label([words])}])`),
    ...ofDeals.slice(1).map(({ on }, index) => `  ${idOf(ofDeals[index]!.on)} ==> ${idOf(on)}`),
    ...workflows.map((each) => `  ${nodeOf(each.kindId)}[${label(summaryOf(each))}]`),
    ...follows.flatMap(({ on, kindIds }) => kindIds.map((kindId) => `  ${idOf(on)} --> ${nodeOf(kindId)}`)),
    ...(worst === null ? [] : [`  style ${nodeOf(worst.kindId)} stroke:#b00020,stroke-width:5px`]),
    '',
  ].join('\n');
}

/** Returns a workflow in three lines. */
export function summaryOf({ name, map, numbers }: Workflow): string[] {
  const { handoffs, done, whole, returns } = numbers;
  return [
    name,
    [map.giver, ...stepsOf(map).map((stages) => stages.map((stage) => stage.name).join(', '))].join(' → '),
    handoffs === 0
      ? 'nothing was handed over'
      : `${counted(handoffs, 'handoff')}, ${done} done${
          whole.working.medianSeconds === null ? '' : ` in ${spanInWords(whole.working.medianSeconds, true)} of work`
        }, ${counted(returns, 'return')}`,
  ];
}
