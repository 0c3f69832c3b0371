import { type Static, Type } from '@sinclair/typebox';
import { CATEGORIES, INTENTS, type Intent } from './reason.entity.js';

const oneOf = <const T extends string>(values: readonly T[], options: object = {}) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });

/** `reversed` is said by the engine alone, when a disposition is taken back. */
const GIVEN_INTENTS = INTENTS.filter((intent): intent is Exclude<Intent, 'reversed'> => intent !== 'reversed');

export const ReasonBody = Type.Object(
  {
    code: Type.String({
      pattern: '^[a-z0-9][a-z0-9_]{0,63}$',
      description: 'lower-case letters, digits and underscores, such as no_budget_now',
    }),
    category: oneOf(CATEGORIES, { description: 'What becomes of a lead that is closed with it.' }),
    label: Type.String({ minLength: 1, maxLength: 200, description: 'What it is called, for people.' }),
    requires: Type.Array(
      Type.String({
        pattern: '^[A-Za-z][A-Za-z0-9_]{0,63}$',
        description: 'a name of letters, digits and underscores',
      }),
      {
        maxItems: 20,
        uniqueItems: true,
        default: [],
        description:
          'What has to come with it: wakeAt, amount, competitor, note, recycleAfter, or any name. What nurtures always requires wakeAt, named here or not.',
      },
    ),
    intent: oneOf(GIVEN_INTENTS, { description: 'What an ad platform may be told.' }),
    blocks: oneOf(['none'], {
      default: 'none',
      description: 'Whether later leads with the same address or number are closed at once.',
    }),
    active: Type.Boolean({ default: true, description: 'Whether leads can still be closed with it.' }),
  },
  { additionalProperties: false },
);
export type ReasonBody = Static<typeof ReasonBody>;
