import { durationInWords } from '../platform/duration.js';
import { readForm } from './form.js';
import type { HandoffKindBody } from './handoff-kind.dto.js';
import type { HandoffStart, Treatment } from './handoff-kind.js';
import { labelOf } from './labels.js';

/** What people and teams are called, by their ids. */
export interface NamesOnMap {
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

/**
 * A kind of handoff as a flowchart in Mermaid: who gives what to whom, who answers for it, when it is done, and which way
 * exceptions go. By the configuration alone.
 */
export function mapOf(kind: HandoffKindBody, names: NamesOnMap): string {
  const { receivers, exceptions, escalation } = kind;
  const decided = exceptions.some(({ treatment }) => treatment === 'escalate');
  return [
    'flowchart LR',
    `  start([${label([kind.moment])}])`,
    `  giver[${label([GIVERS[kind.start.on], 'gives, with the form filled in'])}]`,
    '  start --> giver',
    ...receivers.flatMap((receiver, index) => stage(kind, receiver, `r${index + 1}`, names)),
    ...exceptions.flatMap(({ name, treatment }, index) => [
      `  e${index + 1}{{${label([name, TREATMENT_WORDS[treatment]])}}}`,
      `  giver -.-> e${index + 1}`,
      ...(treatment === 'escalate' ? [`  e${index + 1} -.-> decider`] : []),
    ]),
    ...(decided
      ? [
          `  decider[${label([names.rep(escalation.deciderRepId), `decides within ${durationInWords(escalation.decideWithin)}`, `needs: ${escalation.needs}`])}]`,
        ]
      : []),
    '',
  ].join('\n');
}

/** A receiver: what comes in on the arrow, who answers for it, and what is there when it is done. */
function stage(
  { form }: HandoffKindBody,
  receiver: HandoffKindBody['receivers'][number],
  id: string,
  names: NamesOnMap,
): string[] {
  const { name, teamId, ownerOfDoneRepId, sections, checklist, acknowledgeWithin, completeWithin } = receiver;
  const fields = readForm(form).fields.filter((field) => sections === undefined || sections.includes(field.name));
  const owner = [`${name}: ${names.team(teamId)}`, `owner of done: ${names.rep(ownerOfDoneRepId)}`];
  const checks = `${checklist.length === 1 ? '1 check' : `${checklist.length} checks`} ticked, and confirmed`;
  return [
    `  ${id}[${label([...owner, `accepts within ${durationInWords(acknowledgeWithin)}`])}]`,
    `  giver -->|${label([fields.map(labelOf).join(', ')])}| ${id}`,
    `  ${id} -->|${label([`within ${durationInWords(completeWithin)}`])}| ${id}done([${label([`${name} is done`, checks])}])`,
  ];
}

/** Lines of text between quotes, in which nothing is left that Mermaid, or the page around it, would read as its own. */
export function label(lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`;
}

function escaped(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[^\p{L}\p{M}\p{N} .,:()/'’+-]/gu, (character) => `#${character.codePointAt(0)};`);
}
