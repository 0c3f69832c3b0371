import { type Fault, fault, step } from '../../platform/fault.js';
import { faultsOfTakenRefs, type PathRef } from '../../platform/path-ref.js';
import type { Account } from './account.js';
import type { Ref } from './account.table.js';

type Named = Pick<Account, 'domains' | 'brands' | 'refs'>;

/** The accounts that have domains and external ids, kept current while a batch of accounts is applied. */
export class AccountNames {
  private readonly byDomain: Map<string, string>;
  private readonly byRef: Map<string, string>;

  /** @param byDomain account ids by domain @param refs of all accounts that may be named */
  constructor(byDomain: ReadonlyMap<string, string>, refs: readonly Ref[]) {
    this.byDomain = new Map(byDomain);
    this.byRef = new Map(refs.map((each) => [keyOf(each), each.id]));
  }

  ofRef(ref: PathRef): string | undefined {
    return this.byRef.get(keyOf(ref));
  }

  /** Returns the account of the first domain that belongs to one. */
  ofDomains(domains: readonly string[]): string | undefined {
    return domains.map((domain) => this.byDomain.get(domain)).find((id) => id !== undefined);
  }

  /** Returns faults for names that other accounts have. @param id of the account; undefined for a new one */
  faultsOf(id: string | undefined, { domains, brands, refs }: Named): Fault[] {
    const isOther = (owner: string | undefined) => owner !== undefined && owner !== id;
    const taken = refsOf(refs).flatMap((ref) => {
      const owner = this.ofRef(ref);
      return isOther(owner) ? [{ ...ref, id: owner! }] : [];
    });
    const takenDomains = (own: readonly string[], pointer: string) =>
      own.flatMap((domain, place) => {
        const owner = this.byDomain.get(domain);
        if (!isOther(owner)) return [];
        const message = `${domain} is a domain or brand of account ${owner} already.`;
        return [fault(`${pointer}${step(place)}`, 'taken', message)];
      });
    return [
      ...takenDomains(domains, '/domains'),
      ...takenDomains(brands, '/brands'),
      ...faultsOfTakenRefs(taken, 'account'),
    ];
  }

  /** Records names; those that the account gives up are free for the next. @param before null for a new account */
  keep(id: string, before: Named | null, after: Named): void {
    for (const domain of [...(before?.domains ?? []), ...(before?.brands ?? [])]) this.byDomain.delete(domain);
    for (const ref of refsOf(before?.refs ?? {})) this.byRef.delete(keyOf(ref));
    for (const domain of [...after.domains, ...after.brands]) this.byDomain.set(domain, id);
    for (const ref of refsOf(after.refs)) this.byRef.set(keyOf(ref), id);
  }
}

export function refsOf(refs: Account['refs']): PathRef[] {
  return Object.entries(refs).map(([system, ref]) => ({ system, ref }));
}

function keyOf({ system, ref }: PathRef): string {
  return JSON.stringify([system, ref]);
}
