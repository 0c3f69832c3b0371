import { type Static, Type } from '@sinclair/typebox';
import { SUPPRESSED_KINDS } from '../../disposition/suppression.js';
import { AuthorSchema } from '../../platform/input/actor.schema.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../../platform/input/schema.js';

const LiftedSchema = objectSchema('Lifted', 'The lifting of a suppression.', {
  at: instant('Since when.'),
  reason: nullable(
    Type.String(),
    'The reason given; null if the disposition that created the suppression was corrected or reversed.',
  ),
});

export const SuppressionSchema = objectSchema(
  'Suppression',
  'A suppression: matching leads are stored and closed on arrival.',
  {
    id: id('The id of the suppression.'),
    kind: oneOf(SUPPRESSED_KINDS, { description: 'The kind of identifier.' }),
    hash: Type.String({
      description:
        'SHA-256 of `kind:identifier` in hexadecimal; the identifier itself is not stored. `müller.de` is hashed as `xn--mller-kva.de`.',
    }),
    reason: Type.String({ description: 'The code of the reason with which matching leads are closed.' }),
    leadId: nullable(id, 'The lead whose disposition created it; null if somebody entered it.'),
    dispositionId: nullable(id, 'The disposition that created it; null if somebody entered it.'),
    createdAt: instant('When it was created.'),
    by: AuthorSchema,
    until: nullable(instant, 'When it ends by itself; null for never.'),
    lifted: nullable(LiftedSchema, 'When and why it was lifted; null if it was not.'),
  },
);
export type SuppressionView = Static<typeof SuppressionSchema>;

export const LiftedSuppressionSchema = objectSchema(
  'LiftedSuppression',
  'A lifted suppression, with the leads that it still keeps closed.',
  {
    ...SuppressionSchema.properties,
    leadsClosed: Type.Integer({
      minimum: 0,
      description:
        'How many leads it closed on arrival that are still closed. They stay closed until somebody reopens them: `POST /v1/leads/{id}/reopen`.',
    }),
    filter: objectSchema('LiftedSuppressionFilter', 'The parameters of `GET /v1/leads` that list them.', {
      suppressionId: id('The id of the suppression.'),
    }),
  },
);
export type LiftedSuppressionView = Static<typeof LiftedSuppressionSchema>;

export const SuppressionPage = pageOf(SuppressionSchema);
