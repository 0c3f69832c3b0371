import { type Static, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { RepByRefBody } from './rep.dto.js';

/** A rep, and by what they are known: their id in another system, else their e-mail address. */
export const RepInBatch = Type.Object(
  {
    ref: Type.Optional(
      Type.Object(
        {
          system: Type.String({ minLength: 1, maxLength: 100 }),
          id: Type.String({ minLength: 1, maxLength: 300 }),
        },
        { additionalProperties: false, description: 'By which the rep is found; by the e-mail address without it' },
      ),
    ),
    ...RepByRefBody.properties,
  },
  { additionalProperties: false },
);
export type RepInBatch = Static<typeof RepInBatch>;

/** Each is checked on its own, so that what is wrong with one keeps no other from being taken. */
export const RepBatchBody = Type.Object(
  {
    reps: Type.Array(
      Type.Unknown({
        description:
          'A rep, as `POST /v1/reps` takes it or as it was read, and `ref: { system, id }` where that is how they are found: by the e-mail address without it. Where `refs` is absent, those there are stay.',
      }),
      { minItems: 1, maxItems: BATCH_ENTRIES_MAX },
    ),
  },
  { additionalProperties: false },
);
export type RepBatchBody = Static<typeof RepBatchBody>;
