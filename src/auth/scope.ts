import { type Fault, fault } from '../platform/input/fault.js';
import { oneOf } from '../platform/input/schema.js';
import { type Actor, system } from '../platform/values/actor.js';

export const SCOPES = ['admin', 'intake', 'integration', 'rep', 'manager', 'feedback', 'read'] as const;
export type Scope = (typeof SCOPES)[number];

export const ScopeSchema = oneOf(SCOPES);

/** The authenticated caller, by key or session. */
export interface Caller {
  /** The id of the key, or of the user whose session it is. */
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The rep who owns the key: always set for `rep` and `manager`. */
  readonly repId: string | null;
  /** The session, if there is one, and whether it belongs to a user rather than a key. */
  readonly session?: { readonly id: string; readonly isOfUser: boolean };
  /** The connection at which a tool reports something, which has no key. */
  readonly connectionId?: string;
  /** The id of what the request creates, so that a retry after a crash finds it. Only with `Idempotency-Key`. */
  readonly requestId?: string;
  /** For a caller without a key who has a link: the link, what it is for, and who created it. */
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

/** Returns the actor for the ledger: the rep of the key or session, else the user or the key. */
export function actorOf(caller: Caller): Exclude<Actor, { type: 'system' }> {
  if (caller.repId !== null) return { type: 'rep', id: caller.repId };
  return { type: caller.session?.isOfUser === true ? 'user' : 'key', id: caller.keyId };
}

/** Returns the actor for the ledger of what callers and connections report. */
export function authorOf(caller: Caller): Actor {
  return caller.connectionId === undefined ? actorOf(caller) : system('connection');
}

/** Checks that a rep is given exactly when the scopes require one. */
export function faultsOfScopes({ scopes, repId }: { scopes: readonly Scope[]; repId?: string | undefined }): Fault[] {
  const isPersonal = scopes.some((scope) => scope === 'rep' || scope === 'manager');
  if (isPersonal && repId === undefined)
    return [fault('/repId', 'required', 'Expected a rep: whoever has the scope rep or manager acts as that rep.')];
  if (!isPersonal && repId !== undefined)
    return [
      fault(
        '/repId',
        'contradiction',
        'Expected no rep: only with the scope rep or manager does anybody act as a rep.',
      ),
    ];
  return [];
}
