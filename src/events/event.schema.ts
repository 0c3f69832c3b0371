import { Type } from '@sinclair/typebox';
import { ACTOR_TYPES } from '../platform/actor.schema.js';
import { feedOf, id, instant, oneOf, thing } from '../platform/answer.js';
import { EVENT_TYPES } from './event.js';

const SubjectSchema = thing('Subject', 'What an event is about.', {
  type: Type.String({ description: 'Its kind.', examples: ['lead'] }),
  id: id('Of the lead, the rep, the document.'),
  seq: Type.Integer({ minimum: 1, description: 'Counts the events of the subject, without a gap, from 1.' }),
});

export const ActorSchema = thing('Actor', 'Who did it.', {
  type: oneOf(ACTOR_TYPES, { description: '`system` is the engine itself.' }),
  id: Type.Optional(id('Of the key or the rep.')),
  rule: Type.Optional(Type.String({ description: 'By which rule of its own the engine did it.' })),
});

export const EventSchema = thing('Event', 'Something that happened.', {
  id: id('Of the event.'),
  cursor: Type.String({ description: 'The `after` that goes on from here.' }),
  type: oneOf(EVENT_TYPES, { description: 'What happened.' }),
  occurredAt: instant('When it happened.'),
  subject: SubjectSchema,
  actor: ActorSchema,
  data: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Ids and facts, by its type; never a person’s name, address or number.',
  }),
});

/** Not spelt out: what it may hold is what JSON Schema says. */
export const JsonSchema = Type.Object(
  { $schema: Type.String({ description: 'The dialect it is written in.' }) },
  { $id: 'JsonSchema', description: 'A JSON Schema.', additionalProperties: true },
);

export const EventFeed = feedOf(EventSchema);
