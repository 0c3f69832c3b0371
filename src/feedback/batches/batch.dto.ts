import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../../platform/answer.js';
import { PageQuery } from '../../platform/page.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../delivery.js';
import { oneOf } from '../destinations/settings-shapes.js';

export const FeedbackBatchBody = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 2_000, default: 2_000, description: 'The maximum number of items.' }),
    format: Type.Optional(
      oneOf(['json', 'csv'], {
        description:
          'Bodies to post, or a file to upload; by default the format in which conversions go to this destination.',
      }),
    ),
  },
  closed,
);
export type FeedbackBatchBody = Static<typeof FeedbackBatchBody>;

const FailedBody = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'The item.' }),
    code: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'The platform’s error code; `noAnswer` if none came, or `http503` and the like if there was only a status.',
    }),
    message: Type.String({ maxLength: 2_000, default: '', description: 'The platform’s message.' }),
    retry: Type.Optional(
      Type.Boolean({
        description: 'Whether to try again; by default what the code means on this platform, and no for unknown codes.',
      }),
    ),
    mayHaveLeft: Type.Optional(
      Type.Boolean({
        description:
          'Whether it may have been accepted all the same, for example if it was posted twice within the lease and the first answer was lost; by default, the code decides.',
      }),
    ),
  },
  closed,
);
const failedList = Type.Array(FailedBody, {
  maxItems: 2_000,
  default: [],
  description: 'The items that failed or need a report of their own.',
});

export const AckBody = Type.Object(
  {
    requestId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 300, description: 'The platform’s id of the request.' }),
    ),
    sent: Type.Boolean({
      default: true,
      description: 'Whether it was posted and accepted. If not, all items that are not in `failed` are offered again.',
    }),
    failed: failedList,
  },
  closed,
);
export type AckBody = Static<typeof AckBody>;

export const OutcomeBody = Type.Object(
  {
    accepted: Type.Union([Type.Literal('all'), Type.Array(Type.String({ format: 'uuid' }), { maxItems: 2_000 })], {
      default: [],
      description: '"all" that have not failed, or the ids of accepted items.',
    }),
    failed: failedList,
  },
  closed,
);
export type OutcomeBody = Static<typeof OutcomeBody>;

export const ItemsQuery = Type.Object(
  {
    ...PageQuery,
    state: Type.Optional(oneOf(DELIVERY_STATES, { description: 'Only those in this state.' })),
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'Only those of this lead.' })),
    kind: Type.Optional(oneOf(DELIVERY_KINDS, { description: 'Only those of this kind.' })),
  },
  closed,
);
export type ItemsQuery = Static<typeof ItemsQuery>;
