import { type Static, Type } from '@sinclair/typebox';
import { flag, id, object, optionalId, optionalInstant, optionalText, text } from '../../platform/input/schema.js';

/** Describes the part of a path that names a receiver. */
export const RECEIVER = 'The name of the receiver, without case.';

export const ReturnBody = object({
  missing: Type.Array(text(1_000), {
    minItems: 1,
    maxItems: 200,
    uniqueItems: true,
    description: 'The missing or wrong fields: pointers into the form, such as /contacts/billing/email.',
  }),
  note: text(2_000, 'What the giver has to provide.'),
});
export type ReturnBody = Static<typeof ReturnBody>;

export const ScheduleBody = object({
  at: Type.String({ format: 'instant', description: 'When it will be processed: by its deadline at the latest.' }),
});
export type ScheduleBody = Static<typeof ScheduleBody>;

export const ChecklistBody = object({
  done: Type.Array(Type.Integer({ minimum: 0, maximum: 99 }), {
    maxItems: 100,
    description: 'The positions of all done items of the checklist, from 0. Items left out are not done.',
  }),
});
export type ChecklistBody = Static<typeof ChecklistBody>;

export const ClientNotifiedBody = object({
  at: optionalInstant('When the client was told, after it was handed over; now by default.'),
  note: optionalText(2_000, 'A note on what the client was told, or how.'),
});
export type ClientNotifiedBody = Static<typeof ClientNotifiedBody>;

export const DecideBody = object({ note: text(2_000, 'The decision, in your own words.') });
export type DecideBody = Static<typeof DecideBody>;

export const LinkBody = object({
  for: text(100, '`form`: to fill in the form; or the name of a receiver: to accept it, return it and confirm it.'),
});
export type LinkBody = Static<typeof LinkBody>;

export const HandoffBody = object({
  kindId: id('The kind of handoff, which must be one that is begun by hand.'),
  dealId: optionalId('The deal that it is about …'),
  accountId: optionalId('… or the account.'),
});
export type HandoffBody = Static<typeof HandoffBody>;

export const RetryRecordBody = object({
  notThere: flag(
    false,
    'Confirms that a person has looked into the tool and the record is not there. Required if the record may have been made and the tool can no longer tell, because it neither knows the key nor can be searched.',
  ),
});
export type RetryRecordBody = Static<typeof RetryRecordBody>;

export const CancelBody = object({ reason: text(1_000, 'Why, in your own words.') });
export type CancelBody = Static<typeof CancelBody>;
