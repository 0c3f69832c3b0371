import { Type } from '@sinclair/typebox';
import type { Actor } from '../platform/actor.js';
import type { Fault } from '../platform/fault.js';

/** What a key may do; the table stands in the API contract. */
export const SCOPES = ['admin', 'intake', 'integration', 'rep', 'manager', 'feedback', 'read'] as const;
export type Scope = (typeof SCOPES)[number];

export const ScopeSchema = Type.Unsafe<Scope>({ type: 'string', enum: [...SCOPES] });

/** Who is asking, as the guard found by the key or the session. */
export interface Caller {
  /** Of the key, or of the user whose session it is. */
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The rep whose key it is: always set for `rep` and `manager`. */
  readonly repId: string | null;
  /** Of whoever asks by a session: which one, and whether it is that of a user rather than of a key. */
  readonly session?: { readonly id: string; readonly isOfUser: boolean };
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

/** The ledger names the rep whose key or session it is, else the user or the key. */
export function actorOf(caller: Caller): Exclude<Actor, { type: 'system' }> {
  if (caller.repId !== null) return { type: 'rep', id: caller.repId };
  return { type: caller.session?.isOfUser === true ? 'user' : 'key', id: caller.keyId };
}

/** Whether whoever gets scopes is a rep where they have to be, and none otherwise. */
export function faultsOfScopes({ scopes, repId }: { scopes: readonly Scope[]; repId?: string | undefined }): Fault[] {
  const isPersonal = scopes.some((scope) => scope === 'rep' || scope === 'manager');
  if (isPersonal && repId === undefined)
    return [{ pointer: '/repId', code: 'required', message: 'The scopes rep and manager belong to a rep: say which.' }];
  if (!isPersonal && repId !== undefined)
    return [{ pointer: '/repId', code: 'contradiction', message: 'Only the scopes rep and manager belong to a rep.' }];
  return [];
}
