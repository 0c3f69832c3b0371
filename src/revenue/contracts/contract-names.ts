import type { Deal } from '../../deals/deal.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { type PathRef, RefNames } from '../../platform/input/path-ref.js';
import type { ReportedContract } from './reported-contract.js';

/** The fields of which no two contracts share a value. */
type UniqueContractFields = Pick<ReportedContract, 'externalId' | 'refs'>;
type Owned = PathRef & { readonly id: string };

/** The accounts and deals that contracts name, as far as they exist. */
interface NamedByContracts {
  readonly accountIds: ReadonlySet<string>;
  readonly deals: ReadonlyMap<string, Pick<Deal, 'accountId'>>;
}

/** The contracts that have external ids, kept current while a batch of contracts is applied. */
export class ContractNames {
  private readonly byExternalId: Map<string, string>;
  private readonly refs: RefNames;

  /** @param externalIds contract ids by external id */
  constructor(
    private readonly named: NamedByContracts,
    externalIds: ReadonlyMap<string, string>,
    refs: readonly Owned[],
  ) {
    this.byExternalId = new Map(externalIds);
    this.refs = new RefNames(refs);
  }

  ofRef(ref: PathRef): string | undefined {
    return this.refs.ofRef(ref);
  }

  ofExternalId(externalId: string | null): string | undefined {
    return externalId === null ? undefined : this.byExternalId.get(externalId);
  }

  /** Rejects what does not exist, or belongs to another account or contract. @param id undefined for a new one */
  faultsOf(id: string | undefined, reported: ReportedContract): Fault[] {
    const { accountId, dealId, externalId, refs } = reported;
    const isKnown = this.named.accountIds.has(accountId);
    const deal = this.named.deals.get(dealId ?? '');
    const sameExternal = this.ofExternalId(externalId);
    return collectFaults(
      !isKnown && unknown('accountId', `There is no account ${accountId}.`),
      dealId !== null && (isKnown || deal === undefined) && faultsOfDeal(dealId, deal, accountId),
      sameExternal !== undefined &&
        sameExternal !== id &&
        fault('/externalId', 'taken', `Contract ${sameExternal} has it already.`),
      this.refs.faultsOf(id, refs, 'contract'),
    );
  }

  /** Records names; those that the contract gives up are free for the next. @param before null for a new one */
  keep(id: string, before: UniqueContractFields | null, after: UniqueContractFields): void {
    if (before?.externalId != null) this.byExternalId.delete(before.externalId);
    if (after.externalId !== null) this.byExternalId.set(after.externalId, id);
    this.refs.keep(id, before?.refs ?? {}, after.refs);
  }
}

/** Rejects a deal of another account. One that came from a lead may have none. @param deal undefined if there is none */
export function faultsOfDeal(
  dealId: string,
  deal: Pick<Deal, 'accountId'> | undefined,
  accountId: string,
): readonly Fault[] {
  if (deal === undefined) return [unknown('dealId', `There is no deal ${dealId}.`)];
  if (deal.accountId === null || deal.accountId === accountId) return [];
  return [fault('/dealId', 'otherAccount', otherAccount(deal.accountId, accountId))];
}

function unknown(field: string, message: string): Fault {
  return fault(`/${field}`, 'unknownId', message);
}

function otherAccount(ofDeal: string, ofContract: string): string {
  return `Expected a deal of account ${ofContract}; this one belongs to account ${ofDeal}.`;
}
