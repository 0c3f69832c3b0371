import { type Interval, toIso } from '../../platform/values/duration.js';
import type { LeadMap } from '../lead-map/lead-map.js';
import { titleOf, whyWorst } from './arrows.js';
import { drawingOf } from './drawing.js';
import { endsOf, endsOfReceiver, type HandoffMap, mermaidOf } from './kind-map.js';
import { arrowWordsOf, followsOf, type Workflow, workflowsInMermaid, worstHandoffOf } from './workflows.js';

export function mapViewOf(
  { from, to }: Interval,
  leads: LeadMap | null,
  workflows: readonly Workflow[],
  isOfOne: boolean,
) {
  const views = workflows.map(workflowViewOf);
  return {
    from: toIso(from),
    to: toIso(to),
    leads,
    workflows: views,
    follows: followsOf(workflows),
    worst: worstHandoffOf(workflows),
    mermaid: isOfOne ? views[0]!.mermaid : workflowsInMermaid(workflows),
  };
}

function workflowViewOf(workflow: Workflow) {
  const { kindId, kindVersion, name, isDeleted, start, map, arrows, numbers } = workflow;
  const words = arrowWordsOf(workflow);
  return {
    kindId,
    kindVersion,
    name,
    isDeleted,
    start: { on: start.on, ...(start.daysBefore != null && { daysBefore: start.daysBefore }) },
    stages: stagesOf(map),
    arrows: arrows.map((arrow, index) => {
      const { from, to, within, taken, stalls, rework, questions } = arrow;
      const { isWorst } = words[index]!;
      return {
        from,
        to,
        between: titleOf(arrow, map.giver),
        within,
        taken,
        stalls,
        rework,
        questions,
        ...words[index]!,
        why: isWorst ? whyWorst(arrow, map.giver) : null,
      };
    }),
    exceptions: map.exceptions,
    decider: map.decider,
    numbers,
    drawing: drawingOf(map, words),
    mermaid: mermaidOf(map, words),
  };
}

function stagesOf(map: HandoffMap) {
  const { moment, giver, stages } = map;
  const NOBODY = { owner: null, team: null, input: [], output: null, stage: null };
  const given = [...new Set(stages.flatMap(({ input }) => input))];
  const ends = new Map(
    endsOf(map).map(({ id, name, outputs }) => [
      id,
      { ...NOBODY, id, what: 'end' as const, name, output: outputs.join('; ') },
    ]),
  );
  return [
    { ...NOBODY, id: 'start', what: 'start' as const, name: moment },
    { ...NOBODY, id: 'giver', what: 'giver' as const, name: giver, owner: giver, output: given.join(', ') || null },
    ...stages.flatMap(({ name, team, ownerOfDone, input, output, stage }, index) => {
      const { to } = endsOfReceiver(map, index + 1);
      const isLast = stages.every((_, place) => place <= index || endsOfReceiver(map, place + 1).to !== to);
      const receiver = { name, owner: ownerOfDone, team, input, output, stage };
      return [
        { id: `r${index + 1}`, what: 'receiver' as const, ...receiver },
        ...(isLast ? [{ ...ends.get(to)!, stage }] : []),
      ];
    }),
  ];
}
