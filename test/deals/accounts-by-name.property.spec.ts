import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AccountName } from '../../src/deals/accounts/account.js';
import { type KnownAccounts, resolveAccounts } from '../../src/deals/accounts/accounts-by-name.js';
import { caseless } from '../../src/platform/values/text.js';

interface Kept {
  readonly id: string;
  readonly name: string;
  domain: string | null;
}

const names = fc.constantFrom('Acme', 'ACME', 'Rivet', 'Bolt', 'bolt');
const domains = fc.constantFrom(null, 'acme.example', 'rivet.example', 'bolt.example');
const asked: fc.Arbitrary<AccountName> = fc.record({ name: names, domain: domains });

/** What the store would find among these accounts, oldest first. */
function knownOf(kept: readonly Kept[]): KnownAccounts {
  const oldest = (rows: readonly Kept[]) => new Map([...rows].reverse().map(({ name, id }) => [caseless(name), id]));
  return {
    byDomain: new Map(kept.flatMap(({ domain, id }) => (domain === null ? [] : [[domain, id] as const]))),
    byNameAlone: oldest(kept.filter(({ domain }) => domain === null)),
    byName: oldest(kept),
  };
}

/** Resolves the names and saves the result. @returns the account of each */
function take(kept: Kept[], all: readonly AccountName[]): string[] {
  const resolved = resolveAccounts(
    all,
    knownOf(kept),
    () => `account ${String(kept.length + count++).padStart(4, '0')}`,
  );
  for (const [place, { accountId, gets }] of resolved.entries()) {
    if (gets === 'all') kept.push({ id: accountId, ...all[place]! });
    if (gets === 'domain') kept.find(({ id }) => id === accountId)!.domain = all[place]!.domain;
  }
  return resolved.map(({ accountId }) => accountId);
}
let count = 0;

describe('accounts by name', () => {
  it('are the same whether they are resolved one by one or at once', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 12 }), (all) => {
        const [together, apart]: [Kept[], Kept[]] = [[], []];
        const atOnce = take(together, all);
        const oneByOne = all.flatMap((each) => take(apart, [each]));
        const groups = (ids: readonly string[]) => ids.map((id) => ids.indexOf(id));
        expect(groups(atOnce)).toEqual(groups(oneByOne));
        expect(together.map(({ name, domain }) => [name, domain])).toEqual(
          apart.map(({ name, domain }) => [name, domain]),
        );
      }),
    );
  });

  it('are one per domain, and match the requested domain, or the name if no domain is given', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 12 }), (all) => {
        const kept: Kept[] = [];
        const ids = take(kept, all);
        const owned = kept.flatMap(({ domain }) => domain ?? []);
        expect(new Set(owned).size).toBe(owned.length);
        for (const [place, { name, domain }] of all.entries()) {
          const account = kept.find(({ id }) => id === ids[place])!;
          if (domain === null) expect(caseless(account.name)).toBe(caseless(name));
          else expect(account.domain).toBe(domain);
        }
      }),
    );
  });
});
