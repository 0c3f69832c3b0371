import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../platform/body.js';
import { TouchBody } from './activity.dto.js';

const closed = { additionalProperties: false } as const;
const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

/** A touch, and which lead it was: named in one of four ways. */
export const NamedTouchBody = Type.Object(
  {
    ...TouchBody.properties,
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'Of the lead; exactly one way to name it.' })),
    leadExternalId: text(300, 'Of the lead where it came from, together with its `source`.'),
    source: text(200, 'Where the lead came from, without case.'),
    email: text(320, 'Of the lead’s contact, without case. Of several leads with it the only open one is meant.'),
    phone: text(
      100,
      'Of the lead’s contact, however it is written; a number without its country is read as of the settings’ `defaultCountry`. Of several leads with it the only open one is meant.',
    ),
  },
  closed,
);
export type NamedTouchBody = Static<typeof NamedTouchBody>;

const batchOf = <Touch extends TSchema>(touch: Touch) =>
  Type.Object(
    {
      touches: Type.Array(touch, {
        minItems: 1,
        maxItems: BATCH_ENTRIES_MAX,
        description: 'Touches, each as `POST /v1/leads/{id}/touches` takes it, with what names its lead.',
      }),
    },
    closed,
  );

/** Each touch is checked on its own, so that one that is refused does not take the others with it. */
export const TouchBatchBody = batchOf(Type.Unknown());
export type TouchBatchBody = Static<typeof TouchBatchBody>;
/** What `TouchBatchBody` is made of, for whoever writes one. */
export const DocumentedTouchBatch = batchOf(NamedTouchBody);
