import { type Static, Type } from '@sinclair/typebox';
import { count, part, share } from '../../figures/figure.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalInstantOrDate,
} from '../../platform/input/schema.js';
import { HANDOFF_STARTS, TREATMENTS } from '../kinds/handoff-kind.js';
import { LeadMapSchema } from '../lead-map/lead-map.schema.js';
import { HANDOFF_NUMBERS, stage } from '../reports/handoff-report.schema.js';
import { DIAGNOSIS_QUESTIONS, type DiagnosisQuestion } from './diagnosis.js';
import { DrawingSchema } from './drawing.schema.js';

const kind = optionalId('The id of a kind; all kinds by default.');

export const HandoffMapQuery = object({
  kind,
  from: optionalInstantOrDate(
    'Handed over at this instant or later, or from this day on; a quarter (91 days) before `to` by default.',
  ),
  to: optionalInstantOrDate('Handed over before this instant, or before this day; now by default.'),
});
export type HandoffMapQuery = Static<typeof HandoffMapQuery>;

export const MapLinkBody = object({
  kind,
  from: optionalInstantOrDate(
    'As in `GET /v1/handoffs/map`. By default the page shows the quarter before it is opened.',
  ),
  to: optionalInstantOrDate('As in `GET /v1/handoffs/map`.'),
});
export type MapLinkBody = Static<typeof MapLinkBody>;

const text = (description: string) => Type.String({ description });
const SPAN = {
  from: instant('Handed over at this instant or later …'),
  to: instant('… and before this one.'),
};

const StageSchema = objectSchema('HandoffMapStage', 'A stage of a workflow.', {
  id: text('The id that arrows refer to.'),
  what: oneOf(['start', 'giver', 'receiver', 'end'], { description: 'Its type.' }),
  name: text('Its name.'),
  owner: nullable(text('The responsible person, by name or role; null for none.')),
  team: nullable(text('The team that receives; null for other stages.')),
  input: Type.Array(Type.String(), { description: 'The inputs: the fields of the form that are handed over.' }),
  output: nullable(text('The output; null for none.')),
  stage: nullable(text('The stage of the kind; null if the kind has none.')),
});

const ArrowSchema = objectSchema('HandoffMapArrow', 'An arrow from one stage to the next, with its figures.', {
  from: text('The id of a stage.'),
  to: text('The id of a stage.'),
  between: text('Both stages in a sentence.'),
  within: nullable(text('The deadline, in words; null for none.')),
  taken: stage(
    'For the giver, until the form was complete; for a receiver, until they accepted or returned it; for the end, until it was processed.',
  ),
  stalls: part('Where work stalled.', {
    missed: count('Missed deadlines; for a receiver including those of returns and answers.'),
    unfinished: count('Those that are not done yet.'),
    escalations: count('Misses that were escalated to the decider.'),
  }),
  rework: nullable(
    part('Returns; null if nothing can be returned.', {
      returned: count('The number of receivers who returned it at least once.'),
      returns: count('The number of returns.'),
      reworkRate: share('`returned` divided by the number of receivers; null if that is 0.'),
      redone: stage('From a return until it was handed over again.'),
    }),
  ),
  questions: nullable(
    part('Questions; null if none can be asked.', {
      asked: count('Questions.'),
      answered: stage('From a question until its answer.'),
    }),
  ),
  isWorst: Type.Boolean({
    description: 'Whether this arrow has the most misses and returns of the workflow.',
  }),
  words: Type.Array(Type.String(), { description: 'The labels of the arrow on the map.' }),
  why: nullable(text('Why it is the worst; null for all others.')),
});

const WorstSchema = part('The arrow with the most misses and returns; null for none.', {
  kindId: id('The id of its kind.'),
  kind: text('The name of its kind.'),
  from: text('The id of a stage.'),
  to: text('The id of a stage.'),
  between: text('Both stages in a sentence.'),
  why: text('In one sentence with numbers.'),
});

const WorkflowSchema = objectSchema('HandoffWorkflow', 'The map of a kind of handoff.', {
  kindId: id('The id of its kind.'),
  kindVersion: Type.Integer({
    minimum: 1,
    description: 'The present version. Handoffs that have started keep their own.',
  }),
  name: text('Its name.'),
  isDeleted: Type.Boolean({ description: 'Whether the kind was deleted. Its handoffs still count.' }),
  start: object(
    {
      on: oneOf(HANDOFF_STARTS, { description: 'What starts it.' }),
      daysBefore: Type.Optional(Type.Integer({ description: 'The number of days before the renewal.' })),
    },
    { description: 'What starts it.' },
  ),
  stages: Type.Array(StageSchema, { description: 'From the first stage to the last.' }),
  arrows: Type.Array(ArrowSchema, { description: 'The arrows between them, with their figures.' }),
  exceptions: Type.Array(
    object(
      {
        name: text('An exception.'),
        treatment: oneOf(TREATMENTS, { description: 'The treatment.' }),
        words: text('The same in words.'),
      },
      { description: 'A known exception.' },
    ),
    { description: 'The known exceptions.' },
  ),
  decider: nullable(
    part('The decider; null for none.', {
      name: text('By name.'),
      within: text('The time to decide, in words.'),
      needs: text('What the decider needs to know.'),
    }),
  ),
  numbers: part('The totals, as in the report of handoffs by kind.', HANDOFF_NUMBERS),
  drawing: DrawingSchema,
  mermaid: text('The same as a flowchart in Mermaid.'),
});

export const HandoffMapSchema = objectSchema('HandoffMap', 'The map of handoffs, drawn from the configuration.', {
  ...SPAN,
  leads: nullable(
    LeadMapSchema,
    'The first handoff of all, that of leads to their owners. By default of the four weeks before `to`, and of at most the quarter before it; null with `kind`.',
  ),
  workflows: Type.Array(WorkflowSchema, { description: 'In the order in which they follow each other.' }),
  follows: Type.Array(
    object(
      {
        on: oneOf(HANDOFF_STARTS, { description: 'What happens.' }),
        words: text('The same in words.'),
        kindIds: Type.Array(Type.String({ format: 'uuid' }), { description: 'The kinds that start then.' }),
      },
      { description: 'An event of a deal, and the kinds that it starts.' },
    ),
    { description: 'In order; kinds that start by hand come last.' },
  ),
  worst: nullable(WorstSchema),
  mermaid: text('A flowchart in Mermaid of how they follow each other; for a single kind, of that kind.'),
});

export const HandoffMapLinkSchema = objectSchema('HandoffMapLink', 'A link to the map for a person without a key.', {
  url: text('The URL of a page. Any person who has it can view the page.'),
  expiresAt: instant('Until when it works.'),
});

export const HandoffDiagnosisSchema = objectSchema(
  'HandoffDiagnosis',
  'The questions of a diagnostic workshop, with answers.',
  {
    ...SPAN,
    answers: Type.Array(
      object(
        {
          about: oneOf(Object.keys(DIAGNOSIS_QUESTIONS) as DiagnosisQuestion[], { description: 'Its subject.' }),
          question: text('The question.'),
          text: text('The answer, in sentences.'),
        },
        { description: 'A question with its answer.' },
      ),
      { description: 'The same questions every time, in the same order.' },
    ),
    leads: nullable(
      text(
        'How leads came from their intake to a decision, in sentences, with the figures of the map; null with `kind`.',
      ),
    ),
    worst: nullable(WorstSchema),
    money: Type.Array(
      object(
        {
          currency: text('The currency.'),
          waitingDeals: count('Deals whose handoff waits for a receiver or the giver now.'),
          waitingAmount: text('Their worth.'),
          lostDeals: count('Deals that were lost after they had been handed over.'),
          lostAmount: text('Their worth.'),
        },
        { description: 'The worth of the deals in one currency.' },
      ),
      { description: 'The money behind what stalls. Deals without an amount are left out.' },
    ),
    numbers: part('The figures behind the sentences.', {
      handoffs: count('Handed over.'),
      done: count('Handoffs that were processed by all receivers.'),
      receivers: count('The same by receiver.'),
      changesOfHands: count('Hand-overs to receivers, including returns and repetitions.'),
      missed: count('Missed deadlines.'),
      blockers: count('Blockers.'),
      questions: count('Questions.'),
      warnings: count('Warnings before a deadline.'),
      escalations: count('Misses that were escalated to the decider.'),
      returns: count('The number of returns.'),
      amendments: count('The number of amendments.'),
      exceptions: count('Handoffs before the form was complete, by exception.'),
    }),
  },
);
