import { type Static, Type } from '@sinclair/typebox';
import { PageQuery } from '../../platform/page.js';
import { DELIVERY_KINDS, DELIVERY_STATES } from '../delivery.js';
import { oneOf } from '../destinations/settings-shapes.js';

const closed = { additionalProperties: false } as const;

export const BatchBody = Type.Object(
  {
    limit: Type.Integer({ minimum: 1, maximum: 2_000, default: 2_000, description: 'How many items at most.' }),
    format: Type.Optional(
      oneOf(['json', 'csv'], {
        description:
          'Bodies to be posted, or a file to be uploaded; by default the one in which the destination is told of conversions.',
      }),
    ),
  },
  closed,
);
export type BatchBody = Static<typeof BatchBody>;

const FailedBody = Type.Object(
  {
    id: Type.String({ format: 'uuid', description: 'The item.' }),
    code: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'As the platform calls it; `noAnswer` where none came, and `http503` or the like where it said nothing but its status.',
    }),
    message: Type.String({ maxLength: 2_000, default: '', description: 'What it said.' }),
    retry: Type.Optional(
      Type.Boolean({
        description:
          'Whether it is worth another try; by default what the code means on this platform: none where it is not known.',
      }),
    ),
    mayHaveLeft: Type.Optional(
      Type.Boolean({
        description:
          'Whether it may have been taken before that was answered, as where it was posted twice within the lease and the first answer was lost; by default what the code says.',
      }),
    ),
  },
  closed,
);
const failedList = Type.Array(FailedBody, {
  maxItems: 2_000,
  default: [],
  description: 'Those that were not simply taken.',
});

export const AckBody = Type.Object(
  {
    requestId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 300, description: 'By which the platform finds the request again.' }),
    ),
    sent: Type.Boolean({
      default: true,
      description: 'Whether it was posted and taken; if not, all that is not among `failed` is offered again.',
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
      description: '"all" that have not failed, or the ids of those that the platform has accepted.',
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
