import { Type } from '@sinclair/typebox';
import { ACTOR_TYPES } from '../platform/input/actor.schema.js';
import { feedOf, id, instant, objectSchema, oneOf } from '../platform/input/schema.js';
import { EVENT_TYPES } from './event.js';

const SubjectSchema = objectSchema('Subject', 'What an event is about.', {
  type: Type.String({ description: 'The kind of subject.', examples: ['lead'] }),
  id: id('The id of the lead, rep or document.'),
  seq: Type.Integer({
    minimum: 1,
    description:
      'The number of the event for this subject, from 1 without gaps. The feed, streams and webhooks have the events of a subject in this order.',
  }),
});

export const ActorSchema = objectSchema('Actor', 'The actor.', {
  type: oneOf(ACTOR_TYPES, { description: '`system` is the engine itself.' }),
  id: Type.Optional(id('The id of the key or rep.')),
  rule: Type.Optional(Type.String({ description: 'The rule by which the engine acted.' })),
});

export const EventSchema = objectSchema('Event', 'An event.', {
  id: id('The id of the event.'),
  cursor: Type.String({ description: 'The `after` of the next page.' }),
  type: oneOf(EVENT_TYPES, { description: 'What happened.' }),
  occurredAt: instant('When it happened.'),
  subject: SubjectSchema,
  actor: ActorSchema,
  data: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Ids and facts that depend on the type; never a person’s name, address or number.',
  }),
});

export const JsonSchema = Type.Object(
  { $schema: Type.String({ description: 'The JSON Schema dialect.' }) },
  { $id: 'JsonSchema', description: 'A JSON Schema.', additionalProperties: true },
);

export const EventFeed = feedOf(EventSchema);
