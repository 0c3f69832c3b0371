import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { RepByRefBody } from './rep.dto.js';

/** A rep, and by what they are known: their id in another system, else their e-mail address. */
export const RepInBatch = Type.Object(
  {
    ref: Type.Optional(
      Type.Object(
        {
          system: Type.String({ minLength: 1, maxLength: 100, description: 'The other system.' }),
          id: Type.String({ minLength: 1, maxLength: 300, description: 'The id that the rep has there.' }),
        },
        {
          additionalProperties: false,
          description: 'The id by which the rep is found; by default the e-mail address.',
        },
      ),
    ),
    ...RepByRefBody.properties,
  },
  { additionalProperties: false },
);
export type RepInBatch = Static<typeof RepInBatch>;

const REPS =
  'Reps, as in `POST /v1/reps` or as they were read. Known reps are replaced, others are created. If `refs` is absent, existing ones stay.';

/** @param rep what each of them is taken for */
export const repBatchOf = <Rep extends TSchema>(rep: Rep) =>
  Type.Object(
    { reps: Type.Array(rep, { minItems: 1, maxItems: BATCH_ENTRIES_MAX, description: REPS }) },
    { additionalProperties: false },
  );

/** Each is checked on its own, so that what is wrong with one keeps no other from being taken. */
export const RepBatchBody = repBatchOf(Type.Unknown());
export type RepBatchBody = Static<typeof RepBatchBody>;
