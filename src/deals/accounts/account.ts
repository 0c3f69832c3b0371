import { domainKey, isOfEverybody } from '../../disposition/suppression.js';
import type { EventData } from '../../events/event.js';
import type { LeadDocument } from '../../leads/lead.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/table.js';
import { type AccountCase, RowCase } from '../row-case.js';
import type { ACCOUNT } from './account.table.js';

export const ACCOUNT_TYPES = ['prospect', 'customer', 'former', 'partner', 'competitor'] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

/** Who has to do with an account, besides whoever it belongs to. */
export const ACCOUNT_ROLES = ['sales', 'manager', 'delivery'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
export type AccountRoles = Readonly<Partial<Record<AccountRole, string>>>;

type StoredRole = `${AccountRole}RepId`;

/** A company that we deal with, or might. */
export interface Account extends Omit<Row<typeof ACCOUNT>, 'nameKey' | 'keeperRepId' | StoredRole> {
  /** As they are compared; no other account has one of them. */
  readonly domains: readonly string[];
  /** Its ids in other systems, by system. */
  readonly refs: Readonly<Record<string, string>>;
  /** The reps, by what they do. */
  readonly roles: AccountRoles;
}

/** Who looks after it: once somebody has taken it over, they do. */
export function keeperOf({ roles, ownerRepId }: Pick<Account, 'roles' | 'ownerRepId'>): string | null {
  return roles.manager ?? ownerRepId;
}

/** By what an account is found: by its domain where there is one, else by its name. */
export interface AccountName {
  readonly name: string;
  /** As it is compared. */
  readonly domain: string | null;
}

/** The company that a lead is of; null where it names none. */
export function accountNameOf({ company, emailKey }: Pick<LeadDocument, 'company' | 'emailKey'>): AccountName | null {
  const ofAddress = emailKey?.slice(emailKey.lastIndexOf('@') + 1);
  const domain = [company?.domain, ofAddress].map(companyDomain).find((each) => each !== null) ?? null;
  const name = company?.name ?? domain;
  return name === null ? null : { name, domain };
}

/** A domain as it is compared; null where it is none, or one at which everybody can have an address. */
export function companyDomain(text: string | undefined): string | null {
  const key = domainKey(text);
  return key === null || isOfEverybody({ kind: 'domain', key }) ? null : key;
}

/** What is known of an account before it is one. */
type NewAccount = Omit<Account, 'toldType' | 'reckonOn' | 'createdAt' | 'updatedAt' | 'eventSeq'>;

/** A new account; the caller writes it. */
export function beginAccount(work: UnitOfWork, fields: NewAccount): AccountCase {
  const row = { ...fields, toldType: null, reckonOn: null, createdAt: work.now, updatedAt: work.now, eventSeq: 0 };
  const account = new RowCase<Account>('account', row, null);
  work.record(account, 'account.created', factsOf(row));
  return account;
}

/** @param changed names of the fields that differ, as the event tells them; none changes nothing */
export function changeAccount(
  work: UnitOfWork,
  account: AccountCase,
  fields: Partial<Account>,
  changed: readonly string[],
): void {
  if (changed.length === 0) return;
  account.row = { ...account.row, ...fields };
  work.record(account, 'account.updated', { ...factsOf(account.row), fields: changed });
}

function factsOf({ type, ownerRepId, roles }: Account): EventData {
  return { type, ownerRepId, roles };
}
