import { type Static, Type } from '@sinclair/typebox';
import { SUPPRESSED_KINDS } from '../../disposition/suppression.js';
import { AuthorSchema } from '../../platform/actor.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';

const LiftedSchema = thing('Lifted', 'That leads are let in again.', {
  at: instant('Since when.'),
  reason: nullable(
    Type.String(),
    'Why, in the words of whoever did; null where the closing that made it was corrected or taken back.',
  ),
});

export const SuppressionSchema = thing('Suppression', 'By what leads are stored and closed as they come in.', {
  id: id('Of the suppression.'),
  kind: oneOf(SUPPRESSED_KINDS, { description: 'What of a lead it is about.' }),
  hash: Type.String({
    description:
      'SHA-256 of `kind:identifier`, in hexadecimal digits: the identifier itself is not kept. Of `müller.de` that of `xn--mller-kva.de`.',
  }),
  reason: Type.String({ description: 'The code of the reason with which later leads are closed.' }),
  leadId: nullable(
    id('The lead whose closing made it.'),
    'The lead whose closing made it; null where somebody entered it.',
  ),
  dispositionId: nullable(id('That closing.'), 'That closing; null where somebody entered it.'),
  createdAt: instant('When it was made.'),
  by: AuthorSchema,
  until: nullable(instant('When it ends by itself.'), 'When it ends by itself; null: it holds for good.'),
  lifted: nullable(LiftedSchema, 'That it holds no longer; null while nobody has lifted it.'),
});
export type SuppressionView = Static<typeof SuppressionSchema>;

export const LiftedSuppressionSchema = thing(
  'LiftedSuppression',
  'A suppression that holds no longer, and the leads that are closed by it still.',
  {
    ...SuppressionSchema.properties,
    leadsClosed: Type.Integer({
      minimum: 0,
      description:
        'How many leads it had closed as they came in that nobody has opened since. They stay closed until somebody opens them: `POST /v1/leads/{id}/reopen`.',
    }),
    filter: thing('LiftedSuppressionFilter', 'By what `GET /v1/leads` lists them.', {
      suppressionId: id('Of the suppression.'),
    }),
  },
);
export type LiftedSuppressionView = Static<typeof LiftedSuppressionSchema>;

export const SuppressionPage = pageOf(SuppressionSchema);
