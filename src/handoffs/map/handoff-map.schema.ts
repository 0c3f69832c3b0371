import { type Static, Type } from '@sinclair/typebox';
import { count, part, share } from '../../figures/figure.schema.js';
import { closed, id, instant, nullable, oneOf, thing } from '../../platform/answer.js';
import { HANDOFF_STARTS, TREATMENTS } from '../kinds/handoff-kind.js';
import { HANDOFF_NUMBERS, stage } from '../reports/handoff-report.schema.js';
import { DIAGNOSIS_QUESTIONS, type DiagnosisQuestion } from './diagnosis.js';

const kind = Type.Optional(Type.String({ format: 'uuid', description: 'The id of a kind; all kinds by default.' }));

export const HandoffMapQuery = Type.Object(
  {
    kind,
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description:
          'Handed over at this instant or later, or from this day on; a quarter (91 days) before `to` by default.',
      }),
    ),
    to: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over before this instant, or before this day; now by default.',
      }),
    ),
  },
  closed,
);
export type HandoffMapQuery = Static<typeof HandoffMapQuery>;

export const MapLinkBody = Type.Object(
  {
    kind,
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'As in `GET /v1/handoffs/map`. By default the page shows the quarter before it is opened.',
      }),
    ),
    to: Type.Optional(Type.String({ format: 'instantOrDate', description: 'As in `GET /v1/handoffs/map`.' })),
  },
  closed,
);
export type MapLinkBody = Static<typeof MapLinkBody>;

const text = (description: string) => Type.String({ description });
const SPAN = {
  from: instant('Handed over at this instant or later …'),
  to: instant('… and before this one.'),
};

const StageSchema = thing('HandoffMapStage', 'A stage of a workflow.', {
  id: text('By which arrows name it.'),
  what: oneOf(['start', 'giver', 'receiver', 'end'], { description: 'What it is.' }),
  name: text('Its name.'),
  owner: nullable(text('Who answers for it, by name or by their part; null where nobody does.')),
  team: nullable(text('The team that receives; null of other stages.')),
  input: Type.Array(Type.String(), { description: 'What comes in: the fields of the form that are handed over.' }),
  output: nullable(text('What is there when it is done; null where nothing is.')),
  stage: nullable(text('In which of the stages that its kind has of its own; null where it has none.')),
});

const ArrowSchema = thing('HandoffMapArrow', 'Work on its way from one stage to the next, with what that took.', {
  from: text('The id of a stage.'),
  to: text('The id of a stage.'),
  between: text('Both of them in words.'),
  within: nullable(text('What is promised, in words; null where nothing is.')),
  taken: stage(
    'To the giver: until the form was complete. To a receiver: until they accepted or returned it. To the end: until it was processed.',
  ),
  stalls: part('Where it stood still.', {
    missed: count('Promises that were not kept in time: these, and to a receiver those of returns and answers.'),
    unfinished: count('Of these, what is not done yet.'),
    escalations: count('Misses of which whoever decides was told.'),
  }),
  rework: nullable(
    part('What came back; null where nothing can.', {
      returned: count('Receivers who returned it, however often.'),
      returns: count('How often that happened.'),
      reworkRate: share('`returned` of all who received it; null of none.'),
      redone: stage('From a return until it was handed over again.'),
    }),
  ),
  questions: nullable(
    part('What was asked; null where nobody asks.', {
      asked: count('Questions.'),
      answered: stage('From a question until its answer.'),
    }),
  ),
  isWorst: Type.Boolean({
    description: 'Whether work went wrong here most often in this workflow: late, or returned.',
  }),
  words: Type.Array(Type.String(), { description: 'What stands beside it on the map.' }),
  why: nullable(text('Why it is the worst; null of all others.')),
});

const WorstSchema = part('Where work went wrong most often; null where nothing did.', {
  kindId: id('The id of its kind.'),
  kind: text('What that is called.'),
  from: text('The id of a stage.'),
  to: text('The id of a stage.'),
  between: text('Both of them in words.'),
  why: text('In one sentence with numbers.'),
});

const WorkflowSchema = thing('HandoffWorkflow', 'A kind of handoff, as it is drawn.', {
  kindId: id('The id of its kind.'),
  kindVersion: Type.Integer({ minimum: 1, description: 'As it is now: what was handed over runs by its own version.' }),
  name: text('Its name.'),
  isDeleted: Type.Boolean({ description: 'Whether the kind was deleted: what was handed over still counts.' }),
  start: Type.Object(
    {
      on: oneOf(HANDOFF_STARTS, { description: 'What begins it.' }),
      daysBefore: Type.Optional(Type.Integer({ description: 'So many days before a renewal is due.' })),
    },
    { ...closed, description: 'What begins it.' },
  ),
  stages: Type.Array(StageSchema, { description: 'From the beginning to the end.' }),
  arrows: Type.Array(ArrowSchema, { description: 'Between them, with what was counted.' }),
  exceptions: Type.Array(
    Type.Object(
      {
        name: text('What goes another way now and then.'),
        treatment: oneOf(TREATMENTS, { description: 'What is done about it.' }),
        words: text('The same in words.'),
      },
      { ...closed, description: 'An exception that is known.' },
    ),
    { description: 'What is known to go another way.' },
  ),
  decider: nullable(
    part('Who decides; null where nothing is decided.', {
      name: text('By name.'),
      within: text('How fast, in words.'),
      needs: text('What they have to be told.'),
    }),
  ),
  numbers: part('All of it, as the report of handoffs has it by kind.', HANDOFF_NUMBERS),
  mermaid: text('The same as a flowchart in Mermaid.'),
});

export const HandoffMapSchema = thing('HandoffMap', 'How work changes hands, drawn from the configuration.', {
  ...SPAN,
  workflows: Type.Array(WorkflowSchema, { description: 'In the order in which they follow each other.' }),
  follows: Type.Array(
    Type.Object(
      {
        on: oneOf(HANDOFF_STARTS, { description: 'What happens.' }),
        words: text('The same in words.'),
        kindIds: Type.Array(Type.String({ format: 'uuid' }), { description: 'The kinds that begin then.' }),
      },
      { ...closed, description: 'What happens to a deal, and what begins then.' },
    ),
    { description: 'In its order; what begins by hand comes last.' },
  ),
  worst: nullable(WorstSchema),
  mermaid: text('How they follow each other, as a flowchart in Mermaid; of one kind, that kind.'),
});

export const HandoffMapLinkSchema = thing(
  'HandoffMapLink',
  'An address at which somebody without a key sees the map.',
  {
    url: text('Of a page: whoever has it may look at it.'),
    expiresAt: instant('Until when it works.'),
  },
);

export const HandoffDiagnosisSchema = thing(
  'HandoffDiagnosis',
  'What would be asked in a workshop, with the answers.',
  {
    ...SPAN,
    answers: Type.Array(
      Type.Object(
        {
          about: oneOf(Object.keys(DIAGNOSIS_QUESTIONS) as DiagnosisQuestion[], { description: 'Its subject.' }),
          question: text('As it would be asked.'),
          text: text('The answer, in sentences.'),
        },
        { ...closed, description: 'A question with its answer.' },
      ),
      { description: 'Always all of them, in the same order.' },
    ),
    worst: nullable(WorstSchema),
    numbers: part('What the sentences are made of.', {
      handoffs: count('Handed over.'),
      done: count('Processed by all of their receivers.'),
      receivers: count('The same to each receiver.'),
      changesOfHands: count('To receivers, back from them, and to them again.'),
      missed: count('Promises that were not kept in time.'),
      blockers: count('What held them up.'),
      questions: count('What was asked.'),
      warnings: count('Given before something was due.'),
      escalations: count('Misses of which whoever decides was told.'),
      returns: count('How often a receiver gave it back.'),
      amendments: count('How often a form was changed after it was handed over.'),
      exceptions: count('Handed over before the form was complete.'),
    }),
  },
);
