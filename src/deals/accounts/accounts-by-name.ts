import { caseless } from '../../platform/text.js';
import type { AccountName } from './account.js';

/** What accounts there are of some names. */
export interface KnownAccounts {
  readonly byDomain: ReadonlyMap<string, string>;
  /** The oldest of each name, without case, that has no domain. */
  readonly byNameAlone: ReadonlyMap<string, string>;
  /** The oldest of each name, without case. */
  readonly byName: ReadonlyMap<string, string>;
}

/** Which account a name means, and which is to be made. */
interface Resolved {
  readonly accountId: string;
  /** Where there is none yet, or it has no domain: what it gets. */
  readonly gets: 'all' | 'domain' | null;
}

/**
 * Finds or makes an account for each name: by its domain; else the one of that name, which gets the domain if it has none
 * yet; else a new one. Names that mean one account get one.
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
