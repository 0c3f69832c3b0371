import { Type } from '@sinclair/typebox';
import type { Actor } from '../platform/actor.js';

/** What a key may do; the table stands in the API contract. */
export const SCOPES = ['admin', 'intake', 'integration', 'rep', 'manager', 'feedback', 'read'] as const;
export type Scope = (typeof SCOPES)[number];

export const ScopeSchema = Type.Unsafe<Scope>({ type: 'string', enum: [...SCOPES] });

/** Who is asking, as the guard found by the key. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The rep whose key it is: always set for `rep` and `manager`. */
  readonly repId: string | null;
  /** Under this id the request makes what it makes: repeated after a crash, it finds it there. Only with `Idempotency-Key`. */
  readonly requestId?: string;
  /** Of whoever has no key and asks by a link: what it is for, which one it is, and who made it. */
  readonly link?: {
    readonly id: string;
    readonly subjectId: string;
    readonly role: 'form' | number;
    readonly maker: Caller;
  };
}

export function may(caller: Caller, ...scopes: readonly Scope[]): boolean {
  return caller.scopes.some((scope) => scope === 'admin' || scopes.includes(scope));
}

/** The ledger names the rep where the key is a rep's own, else the key. */
export function actorOf(caller: Caller): Exclude<Actor, { type: 'system' }> {
  return caller.repId === null ? { type: 'key', id: caller.keyId } : { type: 'rep', id: caller.repId };
}
