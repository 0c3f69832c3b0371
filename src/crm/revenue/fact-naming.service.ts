import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { DealAccounts } from '../../deals/accounts/deal-accounts.service.js';
import { DealStore } from '../../deals/deal.store.js';
import { companyDomain } from '../../leads/company.js';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import type { PathRef } from '../../platform/input/path-ref.js';
import type { Tx } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import { ContractStore } from '../../revenue/contracts/contract.store.js';
import type { RevenueKind } from '../reported-kinds.js';
import type { CrmFact, FactNames } from './crm-facts.js';

/** A fact with resolved ids, or the faults that prevent it. */
export interface NamedFact {
  readonly fact: CrmFact;
  readonly body: object;
  readonly faults: readonly Fault[];
}

type Ids = { readonly ids: object; readonly faults: readonly Fault[] };

/** Resolves the refs and names in facts, with one statement per table. It creates nothing. */
@Injectable()
export class FactNaming {
  constructor(
    private readonly accounts: AccountStore,
    private readonly dealAccounts: DealAccounts,
    private readonly deals: DealStore,
    private readonly contracts: ContractStore,
  ) {}

  async find(tx: Tx, kind: RevenueKind, system: string, facts: readonly CrmFact[]): Promise<NamedFact[]> {
    const names = facts.map((fact) => fact.names);
    const found =
      kind === 'contracts' ? await this.sides(tx, system, names) : await this.contractsOf(tx, system, names);
    return facts.map((fact, index) => {
      const { ids, faults } = found[index]!;
      return { fact, body: { ...fact.body, ...ids }, faults };
    });
  }

  private async contractsOf(tx: Tx, system: string, names: readonly FactNames[]): Promise<Ids[]> {
    const found = await this.contracts.findByRefs(tx, refsIn(system, names, 'contractRef'));
    const byRef = new Map(found.map(({ ref, id }) => [ref, id]));
    const contracts = await this.contracts.readMany(tx, [...new Set(byRef.values())]);
    const currencies = new Map(contracts.map(({ id, currency }) => [id, currency]));
    return names.map(({ contractRef, currency }) => {
      const contractId = byRef.get(contractRef!);
      if (contractId === undefined)
        return { ids: {}, faults: [unknown('/contractRef', 'No contract has this id in its `refs`.')] };
      const own = currencies.get(contractId)!;
      const message = `Expected ${own}, the currency of the contract.`;
      const faults = currency === undefined || currency === own ? [] : [contradiction('/currency', message)];
      return { ids: { contractId }, faults };
    });
  }

  private async sides(tx: Tx, system: string, names: readonly FactNames[]): Promise<Ids[]> {
    const accounts = await this.accounts.findByRefs(tx, refsIn(system, names, 'accountRef'));
    const byRef = new Map(accounts.map(({ ref, id }) => [ref, id]));
    const byName = names.flatMap(({ accountName: name, accountDomain }) =>
      name === undefined ? [] : [{ name, domain: companyDomain(accountDomain) }],
    );
    const left = await this.dealAccounts.findKnown(tx, byName);
    const named = names.map(({ accountName }) => (accountName === undefined ? null : (left.shift() ?? null)));
    const found = await this.deals.findByRefs(tx, refsIn(system, names, 'dealRef'));
    const rows = await this.deals.readMany(tx, pluck(found, 'id'));
    const accountOf = new Map(rows.map(({ id, accountId }) => [id, accountId]));
    const dealOf = new Map(found.map(({ ref, id }) => [ref, id]));
    return names.map((each, index) => {
      const dealId = each.dealRef === undefined ? undefined : dealOf.get(each.dealRef);
      const isNamed = each.accountRef !== undefined || each.accountName !== undefined;
      const ofDeal = isNamed || dealId === undefined ? null : accountOf.get(dealId);
      const accountId = byRef.get(each.accountRef ?? '') ?? named[index] ?? ofDeal ?? undefined;
      return {
        ids: { accountId, ...(dealId !== undefined && { dealId }) },
        faults: collectFaults(
          each.dealRef !== undefined &&
            dealId === undefined &&
            unknown('/dealRef', 'No deal has this id in its `refs`.'),
          accountId === undefined && missingAccount(each),
        ),
      };
    });
  }
}

function refsIn(system: string, names: readonly FactNames[], field: keyof FactNames): PathRef[] {
  const refs = new Set(names.flatMap((each) => each[field] ?? []));
  return [...refs].map((ref) => ({ system, ref }));
}

function missingAccount({ accountRef, accountName, dealRef }: FactNames): Fault {
  if (accountName !== undefined)
    return unknown('/accountName', 'There is no account of this name or domain, and a contract makes none.');
  if (accountRef !== undefined)
    return unknown('/accountRef', 'No account has this id in its `refs`, and no name is given.');
  if (dealRef !== undefined) return unknown('/dealRef', 'The deal has no account, and none is given.');
  return fault('/accountRef', 'required', 'Nothing says whose contract it is: name its account or its deal.');
}

function unknown(pointer: string, message: string): Fault {
  return fault(pointer, 'unknownId', message);
}

function contradiction(pointer: string, message: string): Fault {
  return fault(pointer, 'contradiction', message);
}
