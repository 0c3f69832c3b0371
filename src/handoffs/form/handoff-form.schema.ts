import { Type } from '@sinclair/typebox';
import { PREFILL_SOURCES } from '../../forms/prefill-sources.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../../platform/input/schema.js';

const MissingSchema = objectSchema('MissingPiece', 'An error or a missing value in a form.', {
  pointer: Type.String({ description: 'A JSON pointer into the values; empty if it concerns the deal.' }),
  text: Type.String({ description: 'A sentence for the person who fills it in.' }),
});

const PrefilledSchema = objectSchema('PrefilledPiece', 'A value that was filled in automatically.', {
  pointer: Type.String({ description: 'A JSON pointer into the values; a list as a whole.' }),
  from: oneOf(PREFILL_SOURCES, { description: 'The `prefill` of the form that supplied it.' }),
  handoffId: nullable(id, 'The earlier handoff; null for other sources.'),
  text: Type.String({ description: 'The same in a sentence.' }),
});

export const HandoffFormSchema = objectSchema('HandoffForm', 'The form of a handoff.', {
  version: Type.Integer({ minimum: 1, description: 'The version, one more with each save; also the `ETag`.' }),
  values: Type.Record(Type.String(), Type.Unknown(), {
    description: 'The values: all for the giver, the sections of a receiver for a receiver.',
  }),
  prefilled: Type.Array(PrefilledSchema, {
    description: 'The values that were filled in automatically and that no person has saved yet.',
  }),
  missing: Type.Array(MissingSchema, { description: 'The missing fields, in the order of the form.' }),
  differs: Type.Array(Type.String(), {
    description:
      'Of a delivery: what its billing lines say otherwise than those of the sale, a sentence each. Once it is handed over, an amendment of the contract is proposed, or another deal if the sale has none.',
    examples: [['Seats: EUR 14,400.00 instead of EUR 12,000.00']],
  }),
  schema: Type.Record(Type.String(), Type.Unknown(), { description: 'The JSON Schema of the form.' }),
});

const FormVersionSchema = objectSchema('HandoffFormVersion', 'A form as it was handed over, or amended.', {
  version: Type.Integer({ minimum: 1, description: 'Its number.' }),
  savedAt: instant('When it was saved.'),
  values: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Its values, limited to what the reader sees.',
  }),
  changes: Type.Array(
    objectSchema('FormChange', 'A change from the version before.', {
      pointer: Type.String({ description: 'A JSON pointer into the values.' }),
      from: Type.Optional(Type.Unknown({ description: 'The former value; absent for none.' })),
      to: Type.Optional(Type.Unknown({ description: 'The new value; absent for none.' })),
    }),
    { description: 'The changes from the version before; empty for the first.' },
  ),
});
export const FormVersionPage = pageOf(FormVersionSchema);
