import { type Static, Type } from '@sinclair/typebox';
import {
  dayOf,
  id,
  instant,
  listOf,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalOneOf,
  optionalText,
  text,
} from '../../platform/input/schema.js';
import { TREATMENTS } from '../kinds/handoff-kind.js';
import { PROMISED_STAGES } from '../lead-map/lead-map.js';
import { ACTION_ABOUTS, ACTION_OUTCOMES } from './diagnosis-action.js';

export const ActionsQuery = object({ kind: optionalId('Only actions about this kind; all by default.') });
export type ActionsQuery = Static<typeof ActionsQuery>;

export const ActionBody = object({
  kindId: optionalId('The kind of handoff that it is about; all kinds by default.'),
  about: oneOf(ACTION_ABOUTS, {
    description:
      'Which answer of the diagnosis it is about, and so which figure it is to lower: `hands`, `stalls`, `chased` or `redone`; `exception` for a reason of `GET /v1/reports/handoff-exceptions`; `leads` for a step of the way of leads on the map.',
  }),
  exception: optionalText(2_000, 'With `exception`: the reason, in the words of the report.'),
  treatment: optionalOneOf(TREATMENTS, {
    description:
      'With `exception`: what was decided. `standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: it is decided each time.',
  }),
  step: optionalOneOf(PROMISED_STAGES, {
    description:
      'With `leads`: the step, by the stage to which its arrow leads on the map of leads. Its figure is `stalls.missed` there.',
  }),
  addToKind: Type.Optional(
    Type.Boolean({
      description:
        'With `exception` and `kindId`: whether the kind knows the exception by this name and treatment from now on. A name that it knows already gets the treatment.',
    }),
  ),
  text: text(500, 'What is done.'),
  ownerRepId: id('The rep who does it.'),
  dueOn: dayOf('The day by which it is done, today or later.'),
});
export type ActionBody = Static<typeof ActionBody>;

export const EndActionBody = object({
  outcome: oneOf(ACTION_OUTCOMES, { description: '`done`, or `withdrawn` if it is not done after all.' }),
});
export type EndActionBody = Static<typeof EndActionBody>;

const figure = (description: string) => nullable(Type.Integer({ minimum: 0, description }), description);

export const DiagnosisActionSchema = objectSchema(
  'DiagnosisAction',
  'An action that was decided on a diagnosis, with the figure that it is to lower.',
  {
    id: id('Its id.'),
    kindId: nullable(id('The kind of handoff; null for all kinds, and for the way of leads.')),
    about: ActionBody.properties.about,
    exception: nullable(Type.String(), 'The reason that keeps coming; null for others.'),
    treatment: nullable(oneOf(TREATMENTS), 'What was decided about it; null for others.'),
    step: nullable(oneOf(PROMISED_STAGES), 'The step of the way of leads; null for others.'),
    inKind: nullable(
      Type.Boolean({ description: 'Whether the kind treats the exception so now.' }),
      'Whether the kind treats the exception so now; null for other actions, and for those of all kinds.',
    ),
    text: Type.String({ description: 'What is done.' }),
    ownerRepId: id('Who does it.'),
    owner: Type.String({ description: 'The name of the owner.' }),
    dueOn: dayOf('The day by which it is done.'),
    madeAt: instant('When it was decided.'),
    endedAt: nullable(instant('When it was done or withdrawn; null if it is open.')),
    outcome: nullable(oneOf(ACTION_OUTCOMES), 'How it ended; null if it is open.'),
    isOverdue: Type.Boolean({ description: 'Whether it is open and its day is over.' }),
    counts: Type.String({ description: 'What the figure counts, in words.' }),
    before: Type.Integer({
      minimum: 0,
      description:
        'The figure of the four weeks before it was decided, among the handoffs or leads that the caller may see.',
    }),
    after: figure('The same of the four weeks after its day; null until they are over.'),
    measuredAt: instant('When these four weeks are over.'),
  },
);

export const DiagnosisActionList = listOf(DiagnosisActionSchema);
