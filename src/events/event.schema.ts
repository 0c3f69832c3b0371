import { Type } from '@sinclair/typebox';
import { ACTOR_TYPES } from '../platform/actor.schema.js';
import { feedOf, id, instant, oneOf, thing } from '../platform/answer.js';
import { EVENT_TYPES } from './event.js';

const SubjectSchema = thing('Subject', {
  type: Type.String({ examples: ['lead'] }),
  id: id(),
  seq: Type.Integer({ minimum: 1, description: 'Counts the events of the subject, without a gap' }),
});

const ActorSchema = thing('Actor', {
  type: oneOf(ACTOR_TYPES, { description: '`system` is the engine itself' }),
  id: Type.Optional(id({ description: 'Of the key or the rep' })),
  rule: Type.Optional(Type.String({ description: 'By which rule of its own the engine did it' })),
});

export const EventSchema = thing('Event', {
  id: id(),
  cursor: Type.String({ description: 'The `after` that goes on from here' }),
  type: oneOf(EVENT_TYPES),
  occurredAt: instant(),
  subject: SubjectSchema,
  actor: ActorSchema,
  data: Type.Record(Type.String(), Type.Unknown(), {
    description: 'Ids and facts, by its type; never a person’s name, address or number',
  }),
});

export const EventFeed = feedOf(EventSchema);
