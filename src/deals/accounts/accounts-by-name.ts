import { caseless } from '../../platform/values/text.js';
import type { AccountName } from './account.js';

export interface KnownAccounts {
  readonly byDomain: ReadonlyMap<string, string>;
  /** The oldest account without a domain, by caseless name. */
  readonly byNameAlone: ReadonlyMap<string, string>;
  /** The oldest account, by caseless name. */
  readonly byName: ReadonlyMap<string, string>;
}

interface Resolved {
  readonly accountId: string;
  /** What to write: a new account (`all`), a first domain, or nothing. */
  readonly gets: 'all' | 'domain' | null;
}

/**
 * Resolves each name to an account: by its domain; else by name, where a name with a domain matches only accounts
 * without one, which then get it; else to a new one. Equal names share one account.
 */
export function resolveAccounts(names: readonly AccountName[], known: KnownAccounts, newId: () => string): Resolved[] {
  const byDomain = new Map(known.byDomain);
  const byNameAlone = new Map(known.byNameAlone);
  const byName = new Map(known.byName);
  return names.map(({ name, domain }) => {
    const key = caseless(name);
    if (domain === null) {
      const found = byName.get(key);
      if (found !== undefined) return { accountId: found, gets: null };
      const accountId = newId();
      byName.set(key, accountId);
      byNameAlone.set(key, accountId);
      return { accountId, gets: 'all' };
    }
    const found = byDomain.get(domain);
    if (found !== undefined) return { accountId: found, gets: null };
    const alone = byNameAlone.get(key);
    const accountId = alone ?? newId();
    byDomain.set(domain, accountId);
    byNameAlone.delete(key);
    if (!byName.has(key)) byName.set(key, accountId);
    return { accountId, gets: alone === undefined ? 'all' : 'domain' };
  });
}
