import { type Static, Type } from '@sinclair/typebox';
import { ACCOUNT_ROLES } from '../../deals/accounts/account.js';
import { closed, oneOf } from '../../platform/answer.js';
import { withFaultWords } from '../../platform/fault-words.js';
import { FORM_FIELDS_MAX, FORM_FORMATS, FORM_LEVELS_MAX } from '../form/form-language.js';
import { PREFILL_SOURCES } from '../form/prefill-sources.js';
import { CHECKLIST_SHORT, HANDOFF_STARTS, TREATMENTS } from './handoff-kind.js';

const RECEIVERS_MAX = 20;
/** Fewer are no stages; more have no receivers of their own. */
const STAGES_MIN = 2;
const STAGES_MAX = RECEIVERS_MAX;
const CHECKLIST_MAX = 100;
const READY_MAX = 50;
const EXCEPTIONS_MAX = 50;

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const repId = (description: string) => Type.String({ format: 'uuid', description });
const within = (description: string) =>
  Type.String({ format: 'duration', description: `${description} In working time.` });

const StartBody = Type.Object(
  {
    on: oneOf(HANDOFF_STARTS, {
      description:
        '`deal.won`: when a deal is won; `delivery.completed`: when a program, or whoever has the deal or looks after its account, says so of a deal; `renewal.due`: `daysBefore` the last day for notice, or the end of the term where no notice is agreed; `manual`: when somebody begins it, on a deal or an account. Who gives follows from it: the owner of the deal where a deal is won, or where it is begun by hand on one; else the owner of the account, or of the deal where the account has none. They answer for it until a receiver has accepted.',
    }),
    daysBefore: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 730,
        description: 'So many days before a renewal is due: asked for there, and there alone.',
      }),
    ),
  },
  { ...closed, description: 'What begins it.' },
);

const ReadyBody = Type.Object(
  {
    when: Type.Unknown({
      title: 'ReadyCondition',
      description:
        'A condition in the language of routing rules. Its fields are those of the form, `form.` and their names with dots between them (of a list of objects their texts, as the list of all of them), and `deal.amount`, `deal.currency`, `deal.product`, `deal.term.startsOn`, `deal.term.endsOn`, `deal.term.noticeDays`. Amounts compare as numbers. A value that a field can never have is refused.',
    }),
    text: text(500, 'What has to be so, for whoever fills in the form: shown while it is not.'),
  },
  { ...closed, description: 'A sentence of the definition of ready.' },
);

const CheckBody = Type.Object(
  {
    text: text(500, 'What has to be done.'),
    link: Type.Optional(
      Type.String({
        maxLength: 2_000,
        pattern: '^https?://[^\\s]+$',
        description: 'An address that begins with https:// or http://. Where the procedure stands.',
      }),
    ),
  },
  { ...closed, description: 'An entry of a checklist.' },
);

export const ReceiverBody = Type.Object(
  {
    name: text(
      100,
      'Who receives, such as Operations or Finance; no two receivers of a kind have one name, without case.',
    ),
    teamId: Type.String({ format: 'uuid', description: 'The team that receives. Somebody in it is active.' }),
    ownerOfDoneRepId: repId(
      'Who answers for the outcome, by name: it is done when the checklist is ticked and they have confirmed that it is processed.',
    ),
    stage: Type.Optional(
      text(
        100,
        'Where the kind has `stages`, and there alone: the name of the one in which this receiver stands, without case.',
      ),
    ),
    sections: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
        minItems: 1,
        maxItems: FORM_FIELDS_MAX,
        uniqueItems: true,
        description: 'The fields of the form (of its first level) that this receiver sees; all of them by default.',
      }),
    ),
    checklist: Type.Array(CheckBody, {
      maxItems: CHECKLIST_MAX,
      default: [],
      description: `What is done before it is done. More than ${CHECKLIST_SHORT} entries are saved with a warning.`,
    }),
    acknowledgeWithin: within('How soon somebody accepts it, or returns it with what is missing.'),
    completeWithin: within('How soon it is processed.'),
    recordConnectorId: Type.Optional(
      Type.String({
        format: 'uuid',
        description:
          'The connector by which a record is made in the tool of this receiver. Its templates are checked against the form, as far as this receiver sees it.',
      }),
    ),
  },
  { ...closed, description: 'Who receives, with what they promise.' },
);

export const EscalationBody = Type.Object(
  {
    deciderRepId: repId('Who decides what cannot go its usual way, and is told of whatever is missed.'),
    decideWithin: within(
      'How soon whoever gives completes what was missing at a win, returned, or is due, as long as nobody has decided otherwise. No clock holds whoever decides.',
    ),
    needs: text(1_000, 'What they have to be told to decide, in words: it stands on the map.'),
  },
  { ...closed, description: 'The one path of whatever cannot go its usual way.' },
);

const ExceptionBody = Type.Object(
  {
    name: text(200, 'What happens now and then; no two have one name, without case.'),
    treatment: oneOf(TREATMENTS, {
      description:
        '`standardise`: it is handled in the same way each time; `automate`: a program does it; `escalate`: somebody decides each time.',
    }),
  },
  { ...closed, description: 'An exception that is known.' },
);

const StageBody = Type.Object(
  { name: text(100, 'What it is called; no two have one name, without case.') },
  { ...closed, description: 'A stage: its receivers begin together, once all of the stage before are done.' },
);

const FORM_WORDS = [
  'A JSON Schema (draft 2020-12) of an object, of what a page can ask for: `type`, `properties`, `required`,',
  '`additionalProperties` (true or false), `items`, bounds, `pattern`, `format`',
  `(${Object.keys(FORM_FORMATS).join(', ')}), and choices by \`enum\`, \`const\` or \`oneOf\` of \`const\` with \`title\`;`,
  '`$ref` to definitions of its own (`#/$defs/…`). What depends on another field is a condition in `ready`.',
  'A `title` is what people call a field; a `title` or `description` that ends with a question mark is what they are asked.',
  '`"sensitive": true` hides a field from everybody but the parties. `"role": "billing"` marks the field of the billing',
  'arrangement: its fixed `lines` have to add up to the amount of the deal, net of tax.',
  `\`"prefill"\` says from where a field is filled in when the draft is made: one of ${PREFILL_SOURCES.join(', ')}, or a list of them.`,
  `At most ${FORM_FIELDS_MAX} fields on ${FORM_LEVELS_MAX} levels. The order of fields is that of the form.`,
].join(' ');

export const HandoffKindBody = Type.Object(
  {
    name: text(200, 'What it is called; no two kinds have one name, without case.'),
    moment: text(500, 'When it happens, in one sentence: "When a deal is marked won, …".'),
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
        'The definition of ready, beyond what the form requires. Once it runs it holds up nothing but what was returned.',
    }),
    receivers: withFaultWords(
      Type.Array(ReceiverBody, {
        minItems: 1,
        maxItems: RECEIVERS_MAX,
        description: 'Who receives: each with an owner of done.',
      }),
      { minItems: 'Expected at least one receiver: a handoff goes to somebody.' },
    ),
    stages: withFaultWords(
      Type.Optional(
        Type.Array(StageBody, {
          minItems: STAGES_MIN,
          maxItems: STAGES_MAX,
          description:
            'Of a kind that is begun by hand: the stages of the work, in their order. Each receiver says in which one it stands (`stage`), and each stage has one at least. Without it all receivers begin at once.',
        }),
      ),
      { minItems: 'Expected at least two stages, or none: with one alone all receivers begin at once anyway.' },
    ),
    escalation: EscalationBody,
    exceptions: Type.Array(ExceptionBody, {
      maxItems: EXCEPTIONS_MAX,
      default: [],
      description: 'What is known to go another way now and then.',
    }),
    accountRole: oneOf(ACCOUNT_ROLES, {
      default: 'manager',
      description:
        'What the first receiver becomes of the account, in its `roles`, once they have accepted what begins at a win or a renewal. The `manager` looks after the account from then on, and gives what begins later; its owner stays who it is.',
    }),
    clientToldWithin: Type.Optional(within('How soon the client is told what happens next, by whoever gives.')),
  },
  closed,
);
export type HandoffKindBody = Static<typeof HandoffKindBody>;
export type ReceiverBody = Static<typeof ReceiverBody>;
