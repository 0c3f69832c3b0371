import { type Actor, CALLER_TYPES } from '../values/actor.js';
import { id, nullable, objectSchema, oneOf } from './schema.js';

export const ACTOR_TYPES = [...CALLER_TYPES, 'system'] as const satisfies readonly Actor['type'][];

/** An actor, for answers that do not say by which rule the engine acted. */
export const AuthorSchema = objectSchema('Author', 'An actor.', {
  type: oneOf(ACTOR_TYPES, { description: '`system` is the engine itself.' }),
  id: nullable(
    id('The id of the key, rep or user, or of the connection by which the engine was told; null for the engine alone.'),
  ),
});
