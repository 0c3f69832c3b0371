import { type Static, Type } from '@sinclair/typebox';
import { flag, object, oneOf, optionalText } from '../../platform/input/schema.js';
import { DEFAULT_COLOURS } from './contrast.js';
import { FORM_LANGUAGES } from './hosted-words.js';

const FIELDS_MAX = 30;
const OPTIONS_MAX = 100;

const colour = (description: string, byDefault: string) =>
  Type.String({
    pattern: '^#[0-9a-fA-F]{6}$',
    default: byDefault,
    description: `${description}, such as ${byDefault}.`,
  });

export const HostedFieldSchema = object({
  field: Type.String({
    minLength: 1,
    maxLength: 200,
    description:
      'What the answer becomes: `message`, a field of `contact` or `company`, or `attributes.…` for a question of your own.',
    examples: ['contact.email', 'attributes.budget'],
  }),
  label: optionalText(300, 'What is asked. By default the name of the field in the language of the form.'),
  required: flag(false, 'Whether it has to be answered.'),
  long: flag(false, 'Whether there is room for several lines; `message` always has it.'),
  options: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
      minItems: 1,
      maxItems: OPTIONS_MAX,
      uniqueItems: true,
      description: 'The answers to choose from. Without them people write.',
    }),
  ),
});

export const HostedFormSchema = object(
  {
    title: optionalText(300, 'Its heading. By default a few words in its language.'),
    fields: Type.Array(HostedFieldSchema, {
      minItems: 1,
      maxItems: FIELDS_MAX,
      default: [
        { field: 'contact.name', required: true },
        { field: 'contact.email', required: true },
        { field: 'message' },
      ],
      description: 'What it asks, in order. An address or a number has to be among it.',
    }),
    consentText: optionalText(
      2_000,
      'What people agree to by a tick, which they may leave out: that their data is passed to ad platforms. It is stored as `consent` of the lead, and the text as the attribute `consentText`.',
    ),
    privacyUrl: Type.Optional(
      Type.String({ pattern: '^https?://\\S+$', maxLength: 2_000, description: 'The address of your privacy policy.' }),
    ),
    thanks: optionalText(2_000, 'What people read once it is sent, unless `redirect` leads elsewhere.'),
    language: oneOf(FORM_LANGUAGES, { default: 'en', description: 'The language of its own words.' }),
    colours: object(
      {
        background: colour('The background', DEFAULT_COLOURS.background),
        accent: colour('The button and links', DEFAULT_COLOURS.accent),
      },
      { default: DEFAULT_COLOURS, description: 'Two colours, which have to differ enough to be read (4.5:1).' },
    ),
  },
  {
    description: 'Of `form`: its page at `/f/{key}`. Without it, that page asks for a name, an address and a message.',
  },
);
export type HostedForm = Static<typeof HostedFormSchema>;
export type HostedField = Static<typeof HostedFieldSchema>;
