import type { FoundAccount, OfAccount } from '../../lifecycle/account-owners.service.js';
import type { Sql } from '../../platform/database.js';
import { accountNameOf } from './account.js';
import type { AccountStore } from './account.store.js';

/** The accounts of leads, by their domains, with the reps whom their rules ask for; in two statements for all. */
export async function accountsOfLeads(
  accounts: AccountStore,
  sql: Sql,
  leads: readonly OfAccount[],
): Promise<ReadonlyMap<string, FoundAccount>> {
  const asked = leads.flatMap(({ leadId, document, role }) => {
    const domain = accountNameOf(document)?.domain ?? null;
    return domain === null ? [] : [{ leadId, domain, role }];
  });
  if (asked.length === 0) return new Map();
  const ids = await accounts.findByDomains(sql, [...new Set(asked.map(({ domain }) => domain))]);
  const found = new Map((await accounts.readMany(sql, [...new Set(ids.values())])).map((row) => [row.id, row]));
  return new Map(
    asked.flatMap(({ leadId, domain, role }) => {
      const account = found.get(ids.get(domain) ?? '');
      if (account === undefined) return [];
      const repId = role === 'owner' ? account.ownerRepId : (account.roles[role] ?? null);
      return [[leadId, { accountId: account.id, repId }] as const];
    }),
  );
}
