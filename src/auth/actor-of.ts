import type { Actor } from '../platform/actor.js';
import type { Caller } from './scope.js';

/** The ledger names the rep where the key is a rep's own, else the key. */
export function actorOf(caller: Caller): Exclude<Actor, { type: 'system' }> {
  return caller.repId === null ? { type: 'key', id: caller.keyId } : { type: 'rep', id: caller.repId };
}
