import { type Static, Type } from '@sinclair/typebox';
import { EVENT_TYPES } from '../../events/event.js';
import { object, optionalId } from '../../platform/input/schema.js';

const ByType = Type.Optional(
  Type.String({
    maxLength: 2_000,
    description: `Types, separated by commas; \`sla.*\` is all of a kind. Types: ${EVENT_TYPES.join(', ')}.`,
  }),
);

export const FeedQuery = object({
  after: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'The `nextCursor` of the page before. Leave it out to start from the beginning.',
    }),
  ),
  before: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        '`now`, or the `cursor` of an event: the page before it, the newest event last. Of rare types those among the 50,000 events before it. Not with `after`.',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000, default: 100, description: 'The number of events on a page.' }),
  ),
  type: ByType,
  subjectId: optionalId('About this lead, rep or document. Only with `before`.'),
});
export type FeedQuery = Static<typeof FeedQuery>;

export const StreamQuery = object({
  after: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'The cursor of an event, or a `nextCursor`, to continue from. `Last-Event-ID` takes precedence; without either, the stream begins now.',
    }),
  ),
  type: ByType,
});
export type StreamQuery = Static<typeof StreamQuery>;

export const SchemasQuery = object({ type: ByType });
export type SchemasQuery = Static<typeof SchemasQuery>;
