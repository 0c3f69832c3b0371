import { type Static, Type } from '@sinclair/typebox';
import { EVENT_TYPES } from '../events/event.js';

export const FeedQuery = Type.Object(
  {
    after: Type.Optional(
      Type.String({ maxLength: 200, description: '`nextCursor` of the page before; absent: from the beginning.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'Events on a page.' })),
    type: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description: `Types, separated by commas; \`sla.*\` is all of a kind. Types: ${EVENT_TYPES.join(', ')}.`,
      }),
    ),
  },
  { additionalProperties: false },
);
export type FeedQuery = Static<typeof FeedQuery>;
