import { Injectable } from '@nestjs/common';
import type { AccountFacts } from '../../conditions/lead-facts.js';
import type { LeadAccount } from '../../leads/lead-account.js';
import type { AccountSource, OfCompany } from '../../lifecycle/lead-accounts.service.js';
import type { Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import type { MatchedAccount } from '../../routing/rules/of-account.js';
import type { AccountOwnerRole } from '../../routing/rules/rules.js';
import { AccountMatchStore, findHolders, type MatchRow } from './account-match.store.js';
import { keysOfLead, matchAccount } from './matching-accounts.js';

/** Finds the accounts of leads, in two statements for all. */
@Injectable()
export class LeadMatching implements AccountSource {
  constructor(private readonly accounts: AccountMatchStore) {}

  async find(sql: Sql, leads: readonly OfCompany[], now: Instant): Promise<(LeadAccount | null)[]> {
    const keys = leads.map(keysOfLead);
    const found = await this.accounts.findByKeys(sql, keys);
    const matched = keys.map((each) => matchAccount(each, found));
    const ids = new Set(matched.flatMap((match) => match?.accountId ?? []));
    const rows = await this.accounts.readMany(sql, [...ids]);
    const facts = new Map([...rows].map(([id, row]) => [id, accountFacts(row)]));
    return matched.map((match) => {
      const row = match === null ? undefined : rows.get(match.accountId);
      return match === null || row === undefined ? null : leadAccount(match, row, facts.get(row.id)!, now);
    });
  }

  hasProtected(sql: Sql, now: Instant): Promise<boolean> {
    return this.accounts.hasProtected(sql, now);
  }

  findHolders(sql: Sql, repIds: readonly string[], roles: ReadonlySet<AccountOwnerRole>): Promise<ReadonlySet<string>> {
    return findHolders(sql, repIds, roles);
  }
}

/** The fields of an account that conditions read. */
export function accountFacts({ name, domains, type, ownerRepId, refs, protectedUntil }: MatchRow): AccountFacts {
  const byRef = Object.fromEntries(Object.entries(refs).map(([system, ref]) => [`refs.${system}` as const, ref]));
  return { name, domains, type, ownerRepId, refs, protectedUntil, ...byRef };
}

function leadAccount(match: MatchedAccount, row: MatchRow, facts: AccountFacts, now: Instant): LeadAccount {
  const { ownerRepId, salesRepId, managerRepId, protectedUntil, domains, brands } = row;
  return {
    ...match,
    facts,
    reps: {
      ...(ownerRepId !== null && { owner: ownerRepId }),
      ...(salesRepId !== null && { sales: salesRepId }),
      ...(managerRepId !== null && { manager: managerRepId }),
    },
    protectedUntil: protectedUntil !== null && protectedUntil > now ? protectedUntil : null,
    companyKeys: [...domains, ...brands],
  };
}
