import { type Instant, toIso } from '../../platform/values/duration.js';
import type { RoutingRequest } from '../deciding/request.js';
import type { FoundOwner } from '../deciding/search.js';
import type { WorkingNeeds, WorkingRoster } from '../deciding/working-roster.js';
import type { AccountOwnerRole } from './rules.js';

/** The ways to find the account of a lead, in the order in which they are tried. */
export const ACCOUNT_WAYS = ['ref', 'domain', 'brand', 'parentDomain', 'email', 'phone'] as const;
export type AccountWay = (typeof ACCOUNT_WAYS)[number];

export interface MatchedAccount {
  readonly accountId: string;
  readonly by: AccountWay;
  /** The ways that were tried before, without a result. */
  readonly asked: readonly AccountWay[];
}

export interface RequestedAccount extends MatchedAccount {
  /** The rep with the role that its rule asks for; null if there is none. */
  readonly repId: string | null;
  readonly ownerRepId: string | null;
  /** Until when its leads are reserved for its owners. */
  readonly protectedUntil: Instant | null;
}

/** The company of a lead, if a rule asks for it. */
export interface RequestedCompany {
  readonly key: string | null;
  /** The rep with the latest of its open leads; null if there is none. */
  readonly repId: string | null;
}

/** A rep who is considered before all others, and in which role. */
export interface FirstCandidate {
  readonly repId: string;
  readonly as: 'cover' | 'account' | 'owner' | 'company';
  /** What they need, if the rule that asks them has others than the one that names the target. */
  readonly needs?: WorkingNeeds | null;
}

type OfAccount = Pick<RoutingRequest, 'account' | 'accountRole' | 'company' | 'asksCompany' | 'above' | 'coverFor'>;

const NONE: readonly FirstCandidate[] = [];

/** Returns the reps who are considered before the target of the rule. @param guard of the account */
export function firstCandidates(
  request: OfAccount,
  guard: Guard | null,
  working: WorkingRoster,
): readonly FirstCandidate[] {
  const { account, accountRole = null, coverFor } = request;
  if (account === undefined && request.asksCompany !== true && coverFor === undefined) return NONE;
  const first: FirstCandidate[] = [];
  const mayCover = coverFor !== undefined && guard?.repIds.includes(coverFor) !== false;
  if (mayCover) first.push({ repId: coverFor, as: 'cover' });
  const byRole = accountRole === null ? null : (account?.repId ?? null);
  if (byRole !== null) first.push({ repId: byRole, as: 'account' });
  const colleague = colleagueOf(request, working);
  if (colleague !== null && request.above?.as === 'company' && byRole !== null)
    first.splice(-1, 0, { repId: colleague, as: 'company' });
  else if (colleague !== null) first.push({ repId: colleague, as: 'company' });
  const owner = account?.ownerRepId ?? null;
  if (guard !== null && owner !== null && owner !== account?.repId) first.push({ repId: owner, as: 'owner' });
  return first;
}

/** Returns the rep with an open lead of the same company, including one that was dealt just before. */
function colleagueOf({ asksCompany, company }: OfAccount, working: WorkingRoster): string | null {
  if (asksCompany !== true || company === undefined) return null;
  return working.ownerOfCompany(company.key) ?? company.repId;
}

/** The reps for whom an account's leads are reserved. */
export interface Guard {
  readonly repIds: readonly string[];
  readonly until: Instant;
}

/** Returns the guard of an account; null if it is not protected, or has no rep who could ever take its leads. */
export function guardOf({ account }: OfAccount, working: WorkingRoster): Guard | null {
  const until = account?.protectedUntil ?? null;
  if (account === undefined || until === null || until <= working.at) return null;
  const repIds = [account.repId, account.ownerRepId].filter(
    (repId) => repId !== null && working.rep(repId)?.rep.active === true,
  ) as string[];
  return repIds.length === 0 ? null : { repIds, until };
}

const ROLE_WORDS: Readonly<Record<AccountOwnerRole, string>> = {
  owner: 'They own its account',
  sales: 'They sell to its account',
  manager: 'They manage its account',
};

/** The reps whom a cover replaces, in words. */
const COVERED_WORDS: Readonly<Record<AccountOwnerRole | 'cover' | 'company' | 'rule' | 'lastOwner', string>> = {
  owner: 'the owner of its account',
  sales: 'the salesperson of its account',
  manager: 'the manager of its account',
  cover: 'its owner',
  company: 'the rep with an open lead of its company',
  rule: 'the rep whom the rule names',
  lastOwner: 'its last owner',
};

export function whyNamed(
  { as, covers }: Extract<FoundOwner, { kind: 'named' }>,
  accountRole: AccountOwnerRole | null,
  guard: Guard | null,
): string {
  const role = as === 'account' ? accountRole! : as;
  if (covers !== undefined) return `They cover for ${COVERED_WORDS[role]}, who is away`;
  if (as === 'rule') return 'Named by the rule';
  if (as === 'company') return 'They have an open lead of its company';
  const who = ROLE_WORDS[as === 'account' ? accountRole! : 'owner'];
  return guard === null ? who : `${who}, which is protected until ${toIso(guard.until)}`;
}

/** Explains why a lead that its rule sends first to a rep of its account or company goes to others. */
export function whyNotFirst(request: RoutingRequest, found: FoundOwner, working: WorkingRoster): string {
  const as = found.kind === 'named' ? found.as : null;
  return withoutAccount(request, as) + withoutCompany(request, as, working);
}

function withoutAccount({ accountRole, account }: RoutingRequest, as: string | null): string {
  if (accountRole == null || as === 'account') return '';
  if (account === undefined) return 'It belongs to no account. ';
  const who = accountRole === 'owner' ? 'owner' : `rep for ${accountRole}`;
  return account.repId === null ? `Its account has no ${who}. ` : `The ${who} of its account cannot take it. `;
}

function withoutCompany(request: RoutingRequest, as: string | null, working: WorkingRoster): string {
  if (request.asksCompany !== true || as === 'company') return '';
  return colleagueOf(request, working) === null
    ? 'No rep has an open lead of its company. '
    : 'The rep with an open lead of its company cannot take it. ';
}

export function guardedFor({ until }: Guard): string {
  return `Its account is protected until ${toIso(until)}, and its owner cannot take it`;
}

export function tracedAccount(
  { accountId, by, asked }: RequestedAccount,
  guard: Guard | null,
): MatchedAccount & { readonly protectedUntil?: Instant } {
  return guard === null ? { accountId, by, asked } : { accountId, by, asked, protectedUntil: guard.until };
}
