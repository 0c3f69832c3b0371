import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../../platform/http/page.js';
import { flag, id, object, oneOf, optionalFlag, optionalId, optionalText, text } from '../../platform/input/schema.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../delivery.js';

export const FeedbackBatchBody = object({
  limit: Type.Integer({ minimum: 1, maximum: 2_000, default: 2_000, description: 'The maximum number of items.' }),
  format: Type.Optional(
    oneOf(['json', 'csv'], {
      description:
        'Bodies to post, or a file to upload; by default the format in which conversions go to this destination.',
    }),
  ),
});
export type FeedbackBatchBody = Static<typeof FeedbackBatchBody>;

const FailedBody = object({
  id: id('The item.'),
  code: text(
    200,
    'The platform’s error code; `noAnswer` if none came, or `http503` and the like if there was only a status.',
  ),
  message: Type.String({ maxLength: 2_000, default: '', description: 'The platform’s message.' }),
  retry: optionalFlag(
    'Whether to try again; by default what the code means on this platform, and no for unknown codes.',
  ),
  mayHaveLeft: optionalFlag(
    'Whether it may have been accepted all the same, for example if it was posted twice within the lease and the first answer was lost; by default, the code decides.',
  ),
});
const failedList = Type.Array(FailedBody, {
  maxItems: 2_000,
  default: [],
  description: 'The items that failed or need a report of their own.',
});

export const AckBody = object({
  requestId: optionalText(300, 'The platform’s id of the request.'),
  sent: flag(true, 'Whether it was posted and accepted. If not, all items that are not in `failed` are offered again.'),
  failed: failedList,
});
export type AckBody = Static<typeof AckBody>;

export const OutcomeBody = object({
  accepted: Type.Union([Type.Literal('all'), Type.Array(Type.String({ format: 'uuid' }), { maxItems: 2_000 })], {
    default: [],
    description: '"all" that have not failed, or the ids of accepted items.',
  }),
  failed: failedList,
});
export type OutcomeBody = Static<typeof OutcomeBody>;

export const ItemsQuery = object({
  ...PageQuery,
  state: Type.Optional(oneOf(DELIVERY_STATES, { description: 'Only those in this state.' })),
  leadId: optionalId('Only those of this lead.'),
  kind: Type.Optional(oneOf(DELIVERY_KINDS, { description: 'Only those of this kind.' })),
});
export type ItemsQuery = Static<typeof ItemsQuery>;
