import { readForm } from '../../forms/form.js';
import { labelOf } from '../../forms/view.js';
import { durationInWords } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import type { HandoffStart, Treatment } from '../kinds/handoff-kind.js';
import type { HandoffKindBody, ReceiverBody } from '../kinds/handoff-kind.schema.js';

interface NamesOnMap {
  readonly rep: (id: string) => string;
  readonly team: (id: string) => string;
}

const GIVERS: Readonly<Record<HandoffStart, string>> = {
  'deal.won': 'Owner of the deal',
  'delivery.completed': 'Owner of the account',
  'renewal.due': 'Owner of the account',
  manual: 'Owner of the deal or of the account',
};

const TREATMENT_WORDS: Readonly<Record<Treatment, string>> = {
  standardise: 'always the same way',
  automate: 'a program does it',
  escalate: 'decided each time',
};

/** What is drawn of a kind of handoff, whether as text for Mermaid or on a page. */
export interface HandoffMap {
  /** What begins it, in one sentence. */
  readonly moment: string;
  readonly giver: string;
  readonly stages: readonly MapStage[];
  readonly exceptions: readonly { readonly name: string; readonly treatment: Treatment; readonly words: string }[];
  /** Null if no exception is decided. */
  readonly decider: { readonly name: string; readonly within: string; readonly needs: string } | null;
}

/** A receiver: its input, its owner, and its output. */
interface MapStage {
  readonly name: string;
  readonly team: string;
  readonly ownerOfDone: string;
  readonly acceptsWithin: string;
  /** The fields of the form that are handed over. */
  readonly input: readonly string[];
  readonly doneWithin: string;
  readonly output: string;
  /** The stage of the kind that it is in; null if the kind has none. */
  readonly stage: string | null;
  /** The stage before it; null if it comes from the giver. */
  readonly after: string | null;
}

/**
 * Returns the map of a kind, from its configuration alone.
 * @param former names of receivers of earlier versions, to whom something was handed over
 */
export function handoffMapOf(kind: HandoffKindBody, names: NamesOnMap, former: readonly string[] = []): HandoffMap {
  const { exceptions, escalation } = kind;
  const isDecided = exceptions.some(({ treatment }) => treatment === 'escalate');
  return {
    moment: kind.moment,
    giver: GIVERS[kind.start.on],
    stages: [...inOrder(kind).map((receiver) => stageOf(kind, receiver, names)), ...former.map(formerStage)],
    exceptions: exceptions.map(({ name, treatment }) => ({ name, treatment, words: TREATMENT_WORDS[treatment] })),
    decider: isDecided
      ? {
          name: names.rep(escalation.deciderRepId),
          within: durationInWords(escalation.decideWithin),
          needs: escalation.needs,
        }
      : null,
  };
}

/** Returns the receivers in the order in which they get it: by their stages, if there are any. */
function inOrder({ stages = [], receivers }: HandoffKindBody) {
  const placeOf = ({ stage }: ReceiverBody) => stages.findIndex(({ name }) => name === stage);
  return [...receivers].sort((one, other) => placeOf(one) - placeOf(other));
}

function stageOf({ form, stages = [] }: HandoffKindBody, receiver: ReceiverBody, names: NamesOnMap): MapStage {
  const { name, teamId, ownerOfDoneRepId, sections, checklist, acknowledgeWithin, completeWithin, stage } = receiver;
  const fields = readForm(form).fields.filter((field) => sections === undefined || sections.includes(field.name));
  return {
    name,
    team: names.team(teamId),
    ownerOfDone: names.rep(ownerOfDoneRepId),
    acceptsWithin: durationInWords(acknowledgeWithin),
    input: fields.map(labelOf),
    doneWithin: durationInWords(completeWithin),
    stage: stage ?? null,
    after: stages[stages.findIndex((each) => each.name === stage) - 1]?.name ?? null,
    output: `${checklist.length === 1 ? '1 check' : `${checklist.length} checks`} ticked, and confirmed`,
  };
}

/** Returns a receiver of an earlier version, whose past handoffs still count. */
function formerStage(name: string): MapStage {
  return {
    name,
    team: 'receives nothing any more',
    ownerOfDone: 'no owner any more',
    input: [],
    stage: null,
    after: null,
    acceptsWithin: 'the time set then',
    doneWithin: 'the time set then',
    output: 'as it was then',
  };
}

/**
 * Returns where the arrow to a receiver begins, and where the one from it ends. With stages, all receivers of a stage
 * have one end.
 */
export function endsOfReceiver({ stages }: HandoffMap, place: number): { readonly from: string; readonly to: string } {
  const { stage, after } = stages[place - 1]!;
  const names = [...new Set(stages.flatMap((each) => each.stage ?? []))];
  const endOf = (name: string) => `s${names.indexOf(name) + 1}done`;
  return { from: after === null ? 'giver' : endOf(after), to: stage === null ? `r${place}done` : endOf(stage) };
}

/** Returns groups of receivers who get it at the same time, in order. */
export function stepsOf({ stages }: HandoffMap): readonly (readonly MapStage[])[] {
  return [...groupBy(stages, ({ after }) => after).values()];
}

/** Returns the ends, one for each receiver or for each stage, with their outputs. */
export function endsOf(map: HandoffMap) {
  const ends = map.stages.map(({ name, stage, output }, index) => {
    const { to } = endsOfReceiver(map, index + 1);
    return { id: to, name: `${stage ?? name} is done`, output: stage === null ? output : `${name}: ${output}` };
  });
  return [...groupBy(ends, ({ id }) => id)].map(([id, parts]) => ({
    id,
    name: parts[0]!.name,
    outputs: parts.map(({ output }) => output),
  }));
}

/** The label of an arrow, in addition to what goes along it. */
export interface ArrowWords {
  readonly words: readonly string[];
  readonly isWorst: boolean;
}

/** The width makes it visible without colours. */
const WORST_STYLE = 'stroke:#b00020,stroke-width:5px';

/**
 * Returns a kind of handoff as a flowchart in Mermaid: who gives what to whom, who answers for it, when it is done, and
 * how exceptions are treated.
 */
export function mapOf(kind: HandoffKindBody, names: NamesOnMap): string {
  return mermaidOf(handoffMapOf(kind, names));
}

/** @param arrows the labels: from the start to the giver, then for each receiver to it and from it */
export function mermaidOf(map: HandoffMap, arrows: readonly ArrowWords[] = []): string {
  const { moment, giver, stages, exceptions, decider } = map;
  const ends = new Map(endsOf(map).map(({ id, name, outputs }) => [id, `${id}([${label([name, ...outputs])}])`]));
  const wordsOf = (index: number) => arrows[index]?.words ?? [];
  return [
    'flowchart LR',
    `  start([${label([moment])}])`,
    `  giver[${label([giver, 'gives, with the form filled in'])}]`,
    `  start -->${wordsOf(0).length === 0 ? '' : `|${label(wordsOf(0))}|`} giver`,
    ...stages.flatMap((stage, index) =>
      stageInMermaid(stage, {
        id: `r${index + 1}`,
        ...endsOfReceiver(map, index + 1),
        ends,
        given: wordsOf(2 * index + 1),
        processed: wordsOf(2 * index + 2),
      }),
    ),
    ...exceptions.flatMap(({ name, treatment, words }, index) => [
      `  e${index + 1}{{${label([name, words])}}}`,
      `  giver -.-> e${index + 1}`,
      ...(treatment === 'escalate' ? [`  e${index + 1} -.-> decider`] : []),
    ]),
    ...(decider === null
      ? []
      : [`  decider[${label([decider.name, `decides within ${decider.within}`, `needs: ${decider.needs}`])}]`]),
    ...arrows.flatMap(({ isWorst }, index) => (isWorst ? [`  linkStyle ${index} ${WORST_STYLE}`] : [])),
    '',
  ].join('\n');
}

interface StageInMermaid {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The Mermaid text of each end. */
  readonly ends: ReadonlyMap<string, string>;
  readonly given: readonly string[];
  readonly processed: readonly string[];
}

function stageInMermaid(stage: MapStage, { id, from, to, ends, given, processed }: StageInMermaid): string[] {
  const { name, team, ownerOfDone, acceptsWithin, input, doneWithin } = stage;
  return [
    `  ${id}[${label([`${name}: ${team}`, `owner of done: ${ownerOfDone}`, `accepts within ${acceptsWithin}`])}]`,
    `  ${from} -->|${label([input.join(', '), ...given])}| ${id}`,
    `  ${id} -->|${label([`within ${doneWithin}`, ...processed])}| ${ends.get(to)}`,
  ];
}

/** Returns boxes one after the other, each with the label of the arrow that leads to it. */
export function chainInMermaid(
  links: readonly { readonly id: string; readonly lines: readonly string[]; readonly arrow: ArrowWords }[],
): string {
  const arrows = links.slice(1).map(({ id, arrow }, index) => {
    const said = arrow.words.length === 0 ? '' : `|${label(arrow.words)}|`;
    return `  ${links[index]!.id} -->${said} ${id}`;
  });
  const worst = links.slice(1).findIndex(({ arrow }) => arrow.isWorst);
  return [
    'flowchart LR',
    ...links.map(({ id, lines }) => `  ${id}[${label(lines)}]`),
    ...arrows,
    ...(worst === -1 ? [] : [`  linkStyle ${worst} ${WORST_STYLE}`]),
    '',
  ].join('\n');
}

/** Returns lines of text in quotes, escaped so that neither Mermaid nor the page around it interprets any of it. */
export function label(lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N} .,:()/'’+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
