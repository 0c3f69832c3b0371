import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../../platform/answer.js';

/** Describes the part of a path that names a receiver. */
export const RECEIVER = 'The name of the receiver, without case.';

export const ReturnBody = Type.Object(
  {
    missing: Type.Array(Type.String({ minLength: 1, maxLength: 1_000 }), {
      minItems: 1,
      maxItems: 200,
      uniqueItems: true,
      description: 'The missing or wrong fields: pointers into the form, such as /contacts/billing/email.',
    }),
    note: Type.String({ minLength: 1, maxLength: 2_000, description: 'What the giver has to provide.' }),
  },
  closed,
);
export type ReturnBody = Static<typeof ReturnBody>;

export const ScheduleBody = Type.Object(
  {
    at: Type.String({ format: 'instant', description: 'When it will be processed: by its deadline at the latest.' }),
  },
  closed,
);
export type ScheduleBody = Static<typeof ScheduleBody>;

export const ChecklistBody = Type.Object(
  {
    done: Type.Array(Type.Integer({ minimum: 0, maximum: 99 }), {
      maxItems: 100,
      description: 'The positions of all done items of the checklist, from 0. Items left out are not done.',
    }),
  },
  closed,
);
export type ChecklistBody = Static<typeof ChecklistBody>;

export const ClientNotifiedBody = Type.Object(
  {
    at: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When the client was told, after it was handed over; now by default.',
      }),
    ),
    note: Type.Optional(
      Type.String({ minLength: 1, maxLength: 2_000, description: 'A note on what the client was told, or how.' }),
    ),
  },
  closed,
);
export type ClientNotifiedBody = Static<typeof ClientNotifiedBody>;

export const DecideBody = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 2_000, description: 'The decision, in your own words.' }) },
  closed,
);
export type DecideBody = Static<typeof DecideBody>;

export const LinkBody = Type.Object(
  {
    for: Type.String({
      minLength: 1,
      maxLength: 100,
      description: '`form`: to fill in the form; or the name of a receiver: to accept it, return it and confirm it.',
    }),
  },
  closed,
);
export type LinkBody = Static<typeof LinkBody>;

export const HandoffBody = Type.Object(
  {
    kindId: Type.String({
      format: 'uuid',
      description: 'The kind of handoff, which must be one that is begun by hand.',
    }),
    dealId: Type.Optional(Type.String({ format: 'uuid', description: 'The deal that it is about …' })),
    accountId: Type.Optional(Type.String({ format: 'uuid', description: '… or the account.' })),
  },
  closed,
);
export type HandoffBody = Static<typeof HandoffBody>;

export const RetryRecordBody = Type.Object(
  {
    notThere: Type.Boolean({
      default: false,
      description:
        'Confirms that a person has looked into the tool and the record is not there. Required if the record may have been made and the tool can no longer tell, because it neither knows the key nor can be searched.',
    }),
  },
  closed,
);
export type RetryRecordBody = Static<typeof RetryRecordBody>;

export const CancelBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1_000, description: 'Why, in your own words.' }) },
  closed,
);
export type CancelBody = Static<typeof CancelBody>;
