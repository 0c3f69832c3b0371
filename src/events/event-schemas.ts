import { CALLER_TYPES } from '../platform/values/actor.js';
import { EVENT_TYPES, type EventType, matchesTypes } from './event.js';
import { EVENT_SHAPES } from './event-data.schema.js';
import type { EventShape } from './event-shape.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

type Schema = Readonly<Record<string, unknown>>;

const closed = { type: 'object', additionalProperties: false } as const;
const ID = { type: 'string', format: 'uuid' } as const;

const ACTOR: Schema = {
  oneOf: [
    { ...closed, required: ['type', 'rule'], properties: { type: { const: 'system' }, rule: { type: 'string' } } },
    { ...closed, required: ['type', 'id'], properties: { type: { enum: [...CALLER_TYPES] }, id: ID } },
  ],
};

/**
 * Returns one closed schema that every event of the feed, the stream and webhooks matches. `$defs` has the schema of
 * each type by name, and that of a webhook's body.
 * @param names names of types or groups; empty for all
 */
export function schemaOfTypes(names: readonly string[] = []): Schema {
  const types = EVENT_TYPES.filter((type) => names.length === 0 || matchesTypes(type, names));
  return {
    $schema: DIALECT,
    title: 'Event',
    oneOf: types.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: { ...Object.fromEntries(types.map((type) => [type, definitionOf(type)])), webhook: webhookOf(types) },
  };
}

const webhookOf = (types: readonly EventType[]): Schema => ({
  title: 'webhook',
  description: 'The body of a webhook, as defined by Standard Webhooks.',
  ...closed,
  required: ['type', 'timestamp', 'data'],
  properties: {
    type: { enum: types },
    timestamp: { type: 'string', format: 'date-time', description: 'When it happened.' },
    data: { $ref: '#', description: 'The event, as in the feed.' },
  },
});

function definitionOf(type: EventType): Schema {
  const { description, about, data }: EventShape = EVENT_SHAPES[type];
  return {
    title: type,
    description,
    ...closed,
    required: ['id', 'cursor', 'type', 'occurredAt', 'subject', 'actor', 'data'],
    properties: {
      id: ID,
      cursor: { type: 'string', description: 'The `after` of the next page.' },
      type: { const: type },
      occurredAt: { type: 'string', format: 'date-time', description: 'When it happened.' },
      subject: {
        ...closed,
        required: ['type', 'id', 'seq'],
        properties: { type: { enum: about }, id: ID, seq: { type: 'integer', minimum: 1 } },
      },
      actor: ACTOR,
      data,
    },
  };
}
