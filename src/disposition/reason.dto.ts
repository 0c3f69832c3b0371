import { type Static, Type } from '@sinclair/typebox';
import { withFaultWords } from '../platform/input/fault-words.js';
import { closed, flag, object, oneOf, text } from '../platform/input/schema.js';
import { BLOCKS, CATEGORIES, FIELD_TYPE_NAMES, INTENTS, type Intent } from './disposition.js';

/** Only the engine uses `reversed`, when a disposition is taken back. */
const GIVEN_INTENTS = INTENTS.filter((intent): intent is Exclude<Intent, 'reversed'> => intent !== 'reversed');

const FieldName = '^[A-Za-z][A-Za-z0-9_]{0,63}$';

const FieldTypeBody = object(
  {
    type: oneOf([...FIELD_TYPE_NAMES, 'choice'], {
      description: 'The format of the text: `amount` is a decimal number, `choice` one of `values`.',
    }),
    values: Type.Optional(
      Type.Array(text(200), {
        minItems: 1,
        maxItems: 100,
        uniqueItems: true,
        description: 'For a choice: the possible values.',
      }),
    ),
  },
  { description: 'The type of a field.' },
);

const ProofBody = object({
  attempts: Type.Integer({
    minimum: 1,
    maximum: 100,
    description: 'The number of outbound touches by people, in the present cycle.',
  }),
  over: Type.Optional(
    Type.String({ format: 'duration', description: 'The least time from the first to the last, in elapsed time.' }),
  ),
});
/** Attempts in numbers; `policy` refers to those that the policy of the lead asks for. */
export type ProofInNumbers = Static<typeof ProofBody>;
export type Proof = ProofInNumbers | 'policy';

export const ReasonBody = object({
  code: Type.String({
    pattern: '^[a-z0-9][a-z0-9_]{0,63}$',
    description: 'lower-case letters, digits and underscores, such as no_budget_now',
  }),
  category: oneOf(CATEGORIES, { description: 'The category of dispositions with this reason.' }),
  label: text(200, 'Its name for people.'),
  labels: withFaultWords(
    Type.Record(Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }), text(200), {
      ...closed,
      maxProperties: 100,
      default: {},
      description: 'Its name in other languages, by language tag: `{ "de": "Kein Budget", "pt-BR": "Sem verba" }`.',
    }),
    { additionalProperties: 'Expected the tag of a language as the name, such as de or pt-BR.' },
  ),
  order: Type.Integer({
    minimum: 0,
    maximum: 100_000,
    default: 100,
    description: 'Its position when people choose: smallest first, then oldest.',
  }),
  requires: Type.Array(
    Type.String({
      pattern: FieldName,
      description: 'a name of letters, digits and underscores',
    }),
    {
      maxItems: 20,
      uniqueItems: true,
      default: [],
      description:
        'The required fields: wakeAt, amount, competitor, note, recycleAfter, or any name. A nurture reason always requires wakeAt, named here or not.',
    },
  ),
  fieldTypes: withFaultWords(
    Type.Record(Type.String({ pattern: FieldName }), FieldTypeBody, {
      ...closed,
      maxProperties: 20,
      default: {},
      description: 'The types of required fields, by name; text by default.',
    }),
    {
      additionalProperties: 'Expected as its name a field in requires: a letter, then letters, digits and underscores.',
    },
  ),
  intent: oneOf(GIVEN_INTENTS, { description: 'What it means to ad platforms.' }),
  blocks: oneOf(BLOCKS, {
    default: 'none',
    description:
      'For suppress reasons: which data of the person or company is blocked, so that later leads with it are stored and closed at once. `contact`: e-mail address and phone number. `domain`: the domains of the address and of the company. `bad`: `email` or `phone`, as `fields.bad` says; without it, the only one that the lead has, or nothing if it has both. Addresses and numbers that several other people share, and domains of mail providers, are never blocked.',
  }),
  blockFor: Type.Optional(
    Type.String({
      format: 'duration',
      description:
        'How long it blocks, in elapsed time. By default for good, or for `repBlocksFor` of the settings if a rep closes with it.',
    }),
  ),
  review: flag(false, 'Whether the owner of the queue is notified of each lead that is closed by it.'),
  reopens: flag(
    true,
    'For lost reasons: whether the lead is reopened if the person asks again. Nurtured and recycled leads always are. Without effect in other categories.',
  ),
  proof: Type.Optional(
    Type.Union([Type.Literal('policy'), ProofBody], {
      description:
        'The attempts that there must have been before it may be used. As numbers: by a rep or manager; programs always may. `policy`: what `unreachable` of the policy of the lead asks for (attempts, days, gaps and channels), or three attempts on two days if it asks for nothing, since the person was last heard of. Without them, reps get 422 with their `progress`, programs and admins a warning; managers and closings of many leads are exempt.',
    }),
  ),
  active: flag(true, 'Whether leads can still be closed with it. Policies that name it already go on using it.'),
});
export type ReasonBody = Static<typeof ReasonBody>;
