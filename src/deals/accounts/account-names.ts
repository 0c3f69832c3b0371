import { type Fault, fault, step } from '../../platform/input/fault.js';
import { type PathRef, RefNames } from '../../platform/input/path-ref.js';
import type { Account } from './account.js';
import type { Ref } from './account.table.js';

/** The fields of which no two accounts share a value. */
type UniqueAccountFields = Pick<Account, 'domains' | 'brands' | 'refs'>;

/** The accounts that have domains and external ids, kept current while a batch of accounts is applied. */
export class AccountNames {
  private readonly byDomain: Map<string, string>;
  private readonly refs: RefNames;

  /** @param byDomain account ids by domain @param refs of all accounts that may be named */
  constructor(byDomain: ReadonlyMap<string, string>, refs: readonly Ref[]) {
    this.byDomain = new Map(byDomain);
    this.refs = new RefNames(refs);
  }

  ofRef(ref: PathRef): string | undefined {
    return this.refs.ofRef(ref);
  }

  /** Returns the account of the first domain that belongs to one. */
  ofDomains(domains: readonly string[]): string | undefined {
    return domains.map((domain) => this.byDomain.get(domain)).find((id) => id !== undefined);
  }

  /** Returns faults for names that other accounts have. @param id of the account; undefined for a new one */
  faultsOf(id: string | undefined, { domains, brands, refs }: UniqueAccountFields): Fault[] {
    const isOther = (owner: string | undefined) => owner !== undefined && owner !== id;
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
      ...this.refs.faultsOf(id, refs, 'account'),
    ];
  }

  /** Records names; those that the account gives up are free for the next. @param before null for a new account */
  keep(id: string, before: UniqueAccountFields | null, after: UniqueAccountFields): void {
    for (const domain of [...(before?.domains ?? []), ...(before?.brands ?? [])]) this.byDomain.delete(domain);
    for (const domain of [...after.domains, ...after.brands]) this.byDomain.set(domain, id);
    this.refs.keep(id, before?.refs ?? {}, after.refs);
  }
}
