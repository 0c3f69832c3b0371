import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { ACCOUNT_ROLES } from '../../deals/accounts/account.js';
import { WARNINGS } from '../../documents/version.schema.js';
import { FORM_FIELDS_MAX, FORM_FORMATS, FORM_LEVELS_MAX } from '../../forms/form.js';
import { PREFILL_SOURCES } from '../../forms/prefill-sources.js';
import { withFaultWords } from '../../platform/input/fault-words.js';
import { id, listOf, object, objectSchema, oneOf, optionalId, pageOf } from '../../platform/input/schema.js';
import { BASES } from '../../sla/policy.js';
import { CHECKLIST_SHORT, HANDOFF_STARTS, TREATMENTS } from './handoff-kind.js';
import { BUSINESSES } from './ready-made.js';

const RECEIVERS_MAX = 20;
/** One stage alone is none, and each needs a receiver of its own. */
const STAGES_MIN = 2;
const STAGES_MAX = RECEIVERS_MAX;
const CHECKLIST_MAX = 100;
const READY_MAX = 50;
export const EXCEPTIONS_MAX = 50;
export const EXCEPTION_LENGTH_MAX = 200;

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const within = (description: string) =>
  Type.String({
    format: 'duration',
    description: `${description} In working time, or in elapsed time if the kind says so (\`time\`).`,
  });

const StartBody = object(
  {
    on: oneOf(HANDOFF_STARTS, {
      description:
        '`deal.won`: when a deal is won. `delivery.completed`: when a program, or the owner of the deal or account, reports the delivery. `renewal.due`: `daysBefore` the last day for notice, or the end of the term if no notice is agreed. `manual`: when a person begins it, for a deal or an account. This also determines the giver: the owner of the deal if a deal is won or it is begun by hand for a deal; else the owner of the account, or of the deal if the account has none. The giver is responsible until a receiver has accepted.',
    }),
    daysBefore: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 730,
        description: 'How many days before; required for `renewal.due`, and only there.',
      }),
    ),
    when: Type.Optional(
      Type.Unknown({
        title: 'DealCondition',
        description:
          'The deals for which it begins, unless it is begun by hand; all deals by default. It is a condition in the language of routing rules, on `deal.type`, `deal.product`, `deal.amount`, `deal.currency` and `deal.term`. A won deal gets the first kind that matches, in the order of `PUT /v1/handoff-kinds/order`; a won renewal only a kind whose condition uses `deal.type`. At a delivery and before a renewal, every kind that matches begins.',
      }),
    ),
  },
  { description: 'What starts it.' },
);

const ReadyBody = object(
  {
    when: Type.Unknown({
      title: 'ReadyCondition',
      description:
        'A condition in the language of routing rules. Its fields are those of the form, written as `form.` and their names joined by dots (for a list of objects, a field is the list of all its texts), and `deal.type`, `deal.amount`, `deal.currency`, `deal.product`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is rejected.',
    }),
    text: text(500, 'What the giver has to do, shown while the condition does not hold.'),
  },
  { description: 'A condition of the definition of ready.' },
);

const CheckBody = object(
  {
    text: text(500, 'The task.'),
    link: Type.Optional(
      Type.String({
        maxLength: 2_000,
        pattern: '^https?://[^\\s]+$',
        description: 'A link to the procedure, which begins with https:// or http://.',
      }),
    ),
  },
  { description: 'An entry of a checklist.' },
);

export const ReceiverBody = object(
  {
    name: text(100, 'Its name, such as Operations or Finance, unique in the kind, compared without case.'),
    teamId: id('The team that receives. It must have an active member.'),
    ownerOfDoneRepId: id(
      'The rep who answers for the outcome. It is done when the checklist is ticked and they have confirmed that it is processed.',
    ),
    stage: Type.Optional(
      text(
        100,
        'If the kind has `stages`, and only then: the name of the stage of this receiver, compared without case.',
      ),
    ),
    sections: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: FORM_FIELDS_MAX,
        uniqueItems: true,
        description: 'The top-level fields of the form that this receiver sees; all by default.',
      }),
    ),
    checklist: Type.Array(CheckBody, {
      maxItems: CHECKLIST_MAX,
      default: [],
      description: `The tasks to complete before the handoff is done. More than ${CHECKLIST_SHORT} entries are saved with a warning.`,
    }),
    acknowledgeWithin: within(
      'The time within which the receiver accepts it, or returns it and names what is missing.',
    ),
    completeWithin: within('The time within which it is processed.'),
    recordConnectorId: optionalId(
      'The connector that makes a record in this receiver’s tool. Its templates are checked against the fields that this receiver sees.',
    ),
  },
  { description: 'A receiver, with its deadlines.' },
);

const EscalationBody = object(
  {
    deciderRepId: id('The rep who decides exceptions and is notified of missed deadlines.'),
    decideWithin: within(
      'The time within which the giver completes what was missing at a win, was returned, or is due, unless the decider decides otherwise. Also the time within which the decider decides about missed deadlines.',
    ),
    needs: text(1_000, 'What the decider needs to know to decide; shown on the map.'),
  },
  { description: 'The escalation path for exceptions and missed deadlines.' },
);

const ExceptionBody = object(
  {
    name: text(EXCEPTION_LENGTH_MAX, 'The name of the exception, unique in the kind, compared without case.'),
    treatment: oneOf(TREATMENTS, {
      description:
        '`standardise`: it is handled the same way each time; `automate`: a program handles it; `escalate`: a person decides each time.',
    }),
  },
  { description: 'A known exception.' },
);

const StageBody = object(
  { name: text(100, 'Its name, unique in the kind, compared without case.') },
  { description: 'A stage. Its receivers start together, once all of the stage before are done.' },
);

const FORM_WORDS = [
  'A JSON Schema (draft 2020-12) of an object, limited to what a page can ask for: `type`, `properties`, `required`,',
  '`additionalProperties` (true or false), `items`, bounds, `pattern`, `format`',
  `(${Object.keys(FORM_FORMATS).join(', ')}), and choices by \`enum\`, \`const\` or \`oneOf\` of \`const\` with \`title\`;`,
  '`$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`.',
  'A `title` is the name of a field for people; a `title` or `description` that ends with a question mark is the question that they answer.',
  '`"personal": true` marks what belongs to a contact, such as their name, e-mail and phone: an erasure of that person removes it, and leaves the rest.',
  '`"sensitive": true` hides a field from everybody but the parties. `"refuseSham": true` counts a text as missing if it says',
  'nothing, such as `?`, `x`, `tbd` or `a@b.co`. `"role": "billing"` marks the field of the billing arrangement: its `lines` that',
  'count (`counts`, by default fixed ones) have to add up to the amount of the deal, net of tax, unless it has a field',
  '`difference` that says why they do not. `"role": "term"` marks the term that the win takes: an object with the dates',
  '`startsOn` and `endsOn`, and perhaps the whole numbers `noticeDays` and `autoRenewMonths`.',
  `\`"prefill"\` names the source from which a field is filled in when the draft is created: one of ${PREFILL_SOURCES.join(', ')}, or a list of them.`,
  `At most ${FORM_FIELDS_MAX} fields on ${FORM_LEVELS_MAX} levels. The order of fields is that of the form.`,
].join(' ');

export const HandoffKindBody = object({
  name: text(200, 'Its name, unique among kinds, compared without case.'),
  moment: text(500, 'When it happens, in a sentence: "When a deal is marked won, …".'),
  start: StartBody,
  form: Type.Unsafe<Record<string, unknown>>({
    type: 'object',
    additionalProperties: true,
    description: FORM_WORDS,
  }),
  ready: Type.Array(ReadyBody, {
    maxItems: READY_MAX,
    default: [],
    description:
      'The definition of ready, beyond the required fields. Once the handoff runs, it only prevents a returned handoff from going back to its receivers.',
  }),
  receivers: withFaultWords(
    Type.Array(ReceiverBody, {
      minItems: 1,
      maxItems: RECEIVERS_MAX,
      description: 'The receivers, each with one rep who answers for the outcome.',
    }),
    { minItems: 'Expected at least one receiver, to whom the handoff goes.' },
  ),
  stages: withFaultWords(
    Type.Optional(
      Type.Array(StageBody, {
        minItems: STAGES_MIN,
        maxItems: STAGES_MAX,
        description:
          'Only for a kind that is begun by hand: the stages of the work, in order. Each receiver names its stage (`stage`), and each stage has at least one receiver. Without stages, all receivers begin at once.',
      }),
    ),
    { minItems: 'Expected at least two stages, or none: with only one, all receivers begin at once anyway.' },
  ),
  escalation: EscalationBody,
  time: oneOf(BASES, {
    default: 'working',
    description:
      'How the deadlines count. `working`: in the working time of the rep who owes something; hours are working hours, and `P2D` is two working days. `elapsed`: around the clock. A promise of more working hours than a working day has is saved with a warning.',
  }),
  exceptions: Type.Array(ExceptionBody, {
    maxItems: EXCEPTIONS_MAX,
    default: [],
    description: 'The known exceptions from the usual way.',
  }),
  accountRole: oneOf(ACCOUNT_ROLES, {
    default: 'manager',
    description:
      'The role in `roles` of the account that the first receiver gets once they have accepted a handoff that began at a win or a renewal. The `manager` looks after the account from then on, and is the giver of later handoffs; the owner of the account does not change.',
  }),
  clientToldWithin: Type.Optional(within('The time within which the giver tells the client what happens next.')),
});
export type HandoffKindBody = Static<typeof HandoffKindBody>;
export type ReceiverBody = Static<typeof ReceiverBody>;

export const HandoffKindSchema = resourceOf(
  'HandoffKind',
  'A kind of handoff: what begins it, what is handed over, who receives it, and the deadlines.',
  HandoffKindBody,
  {
    newer: Type.Optional(
      Type.Array(Type.String(), {
        description:
          'Top-level fields that the ready-made kind of the same name has, and the form does not; absent if there are none. `POST /v1/handoff-kinds/{id}/newer` adds them.',
      }),
    ),
    ...WARNINGS,
  },
);

export const NewerBody = object({
  fields: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
    minItems: 1,
    maxItems: FORM_FIELDS_MAX,
    uniqueItems: true,
    description: 'Fields of `newer` of the kind.',
  }),
});
export type NewerBody = Static<typeof NewerBody>;

export const HandoffKindPage = pageOf(HandoffKindSchema);

const { receivers, escalation } = HandoffKindBody.properties;
const { teamId: _team, ownerOfDoneRepId: _owner, recordConnectorId: _record, ...receiver } = ReceiverBody.properties;
const { deciderRepId: _decider, ...path } = EscalationBody.properties;

const BUSINESS =
  'The type of business that it suits. `software` is a lighter set than `saas`: three kinds with short forms, for a win, a go-live and a renewal.';

const ReadyMadeKindSchema = objectSchema('ReadyMadeKind', 'A kind of handoff to begin with.', {
  business: oneOf(BUSINESSES, { description: BUSINESS }),
  kind: object(
    {
      ...HandoffKindBody.properties,
      receivers: Type.Array(object(receiver, { description: ReceiverBody.description ?? '' }), {
        description: receivers.description ?? '',
      }),
      escalation: object(path, { description: escalation.description ?? '' }),
    },
    {
      description:
        'The body for `POST /v1/handoff-kinds`, once `teamId` and `ownerOfDoneRepId` of each receiver and `deciderRepId` of the escalation are filled in.',
    },
  ),
});

export const ReadyMadeKindList = listOf(ReadyMadeKindSchema);

export const ReadyMadeSetBody = object({
  business: oneOf(BUSINESSES, { description: BUSINESS }),
  deciderRepId: id('The rep who decides about exceptions and missed promises of all its kinds.'),
  receivers: Type.Array(
    object(
      {
        name: text(100, 'The name of a receiver of these kinds, such as `Finance`.'),
        ...Type.Pick(ReceiverBody, ['teamId', 'ownerOfDoneRepId', 'recordConnectorId']).properties,
      },
      { description: 'Who receives, in each kind that has a receiver of this name.' },
    ),
    { minItems: 1, maxItems: RECEIVERS_MAX, description: 'Each receiver of these kinds, once.' },
  ),
});
export type ReadyMadeSetBody = Static<typeof ReadyMadeSetBody>;

export const CreatedHandoffKindList = listOf(
  objectSchema('CreatedHandoffKind', 'A kind that was created from a ready-made one.', {
    id: id('Its id.'),
    name: Type.String({ description: 'Its name.' }),
    start: Type.Pick(StartBody, ['on']),
  }),
);
