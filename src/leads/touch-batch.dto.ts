import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { TouchBody } from './activity.dto.js';
import { NAMING } from './naming.dto.js';

const closed = { additionalProperties: false } as const;

/** A touch, and which lead it was: named in one of four ways. */
export const NamedTouchBody = Type.Object({ ...TouchBody.properties, ...NAMING }, closed);
export type NamedTouchBody = Static<typeof NamedTouchBody>;

const batchOf = <Touch extends TSchema>(touch: Touch) =>
  Type.Object(
    {
      touches: Type.Array(touch, {
        minItems: 1,
        maxItems: BATCH_ENTRIES_MAX,
        description: 'Touches, each as in `POST /v1/leads/{id}/touches`, with what names its lead.',
      }),
    },
    closed,
  );

/** Each touch is checked on its own, so that one that is refused does not take the others with it. */
export const TouchBatchBody = batchOf(Type.Unknown());
export type TouchBatchBody = Static<typeof TouchBatchBody>;
/** What `TouchBatchBody` is made of, for whoever writes one. */
export const DocumentedTouchBatch = batchOf(NamedTouchBody);
