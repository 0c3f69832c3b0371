import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { faultsOfProof } from '../../disposition/proof.js';
import type { Proof } from '../../disposition/reason.dto.js';
import type { Warning } from '../../documents/version.schema.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { TooFewAttemptsError } from '../../leads/lead.errors.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import type { Instant } from '../../platform/values/duration.js';
import type { KnownSince } from '../../sla/unreachable.js';
import type { LeadCase } from '../lead-case.js';
import { lackingAttempts } from './asked-attempts.js';

/** Null for whoever may close leads in any case: many of them at once, or with a lost deal. */
type Closer = Caller | null;

/** What the attempts that a reason asks for mean for a closing. */
export interface Finding {
  readonly refusal?: InvalidRequestError;
  /** Whether some are missing that the policy asks for, and the caller may close the lead all the same. */
  readonly withoutAttempts?: true;
  readonly warnings: readonly Warning[];
}

export const PROVEN: Finding = { warnings: [] };

/** Returns the proofs that reasons ask of whoever closes leads, by their codes in lower case. */
export function proofsAsked({ content }: Directory, closer: Closer): ReadonlyMap<string, AskedProof> {
  // Programs apply rules of their own.
  const isFree = closer === null || isProgram(closer);
  return new Map(
    content.reasons.flatMap(({ code, proof }) =>
      proof === null || (proof !== 'policy' && isFree) ? [] : [[code.toLowerCase(), { code, proof }]],
    ),
  );
}

interface AskedProof {
  readonly code: string;
  readonly proof: Proof;
}

interface Tried {
  readonly leadCase: LeadCase;
  /** Of the present cycle. */
  readonly touches: readonly TouchRow[];
  readonly since: KnownSince | undefined;
}

/** Judges the attempts on a lead that whoever closes it has to prove. */
export function judgeProof(
  { code, proof }: AskedProof,
  { leadCase, touches, since }: Tried,
  at: { readonly directory: Directory; readonly now: Instant },
  closer: Closer,
): Finding {
  if (proof !== 'policy') {
    const faults = faultsOfProof(code, proof, touches);
    return faults.length === 0 ? PROVEN : { refusal: new InvalidRequestError(faults), warnings: [] };
  }
  const lacking = lackingAttempts(at, leadCase, touches, since);
  if (lacking === null) return PROVEN;
  const message = `The reason ${code} rests on attempts to reach the person: ${lacking.message}`;
  if (closer !== null && isProgram(closer))
    return { warnings: [{ pointer: '/reason', message }], withoutAttempts: true };
  // A manager vouches for what the policy asks for.
  if (closer === null || may(closer, 'manager')) return { warnings: [], withoutAttempts: true };
  return { refusal: new TooFewAttemptsError(message, lacking.progress), warnings: [] };
}

function isProgram(caller: Caller): boolean {
  return may(caller, 'integration');
}
