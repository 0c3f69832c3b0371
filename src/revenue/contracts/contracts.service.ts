import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { DealStore } from '../../deals/deal.store.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { Tx } from '../../platform/database.js';
import type { Fault } from '../../platform/fault.js';
import { contradictionOf, faultsOfTakenRefs, type PathRef, readPathRef } from '../../platform/path-ref.js';
import { refuse } from '../../platform/refusal.js';
import { beginContract, type Contract, type ContractCase, turnContract } from './contract.js';
import type { ContractBody } from './contract.schema.js';
import { ContractStore } from './contract.store.js';
import { ContractCases } from './contract-cases.service.js';
import { changedFields, signed, type ToldContract, toldAgain } from './contract-told.js';
import { isSameTold, type LineWarning, readContract } from './reading-contracts.js';

/** A contract as it is after something was told of it. */
export interface TakenContract {
  readonly contract: Contract;
  readonly isNew: boolean;
  readonly warnings: readonly LineWarning[];
}

/** Takes in what is told of contracts as a whole. */
@Injectable()
export class ContractsService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: ContractCases,
    private readonly contracts: ContractStore,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
  ) {}

  /** One that is known by its external id is there already; a request whose answer was lost finds what it made. */
  create(body: ContractBody, caller: Caller): Promise<TakenContract> {
    const { told, faults, warnings } = readContract(body);
    refuse(faults);
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.contracts.lockMaking(tx);
      const { requestId } = caller;
      const made = requestId === undefined ? undefined : await this.contracts.read(tx, requestId);
      if (made !== undefined) return { contract: made, isNew: true, warnings };
      const known = told.externalId === null ? undefined : await this.contracts.readByExternalId(tx, told.externalId);
      if (known !== undefined) return { contract: known, isNew: false, warnings };
      return { ...(await this.take(context, undefined, told, caller)), warnings };
    });
  }

  /** The contract that a program knows by an id of its own, made where there is none. Told twice is once. */
  put(key: PathRef, body: ContractBody, caller: Caller): Promise<TakenContract> {
    const { system, ref, faults: ofPath } = readPathRef(key);
    refuse(ofPath);
    const { told, faults, warnings } = readContract(body);
    refuse([...faults, ...contradictionOf(told.refs, { system, ref })]);
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.contracts.lockMaking(tx);
      const [known] = await this.contracts.findByRefs(tx, [{ system, ref }]);
      const contract = known && (await this.cases.open(tx, known.id));
      const whole = { ...told, refs: { ...told.refs, [system]: ref } };
      return { ...(await this.take(context, contract, whole, caller)), warnings };
    });
  }

  private async take(
    context: TransactionContext,
    known: ContractCase | undefined,
    told: ToldContract,
    caller: Caller,
  ): Promise<Omit<TakenContract, 'warnings'>> {
    const { tx } = context;
    if (known !== undefined && isSameTold(known.row.told, told)) return { contract: known.row, isNew: false };
    refuse(await this.faultsOf(tx, known?.row ?? null, told));
    const work = this.lifecycle.workOn([], context, actorOf(caller));
    const contract = known ?? beginContract(work, caller.requestId ?? work.newId(), signed(told));
    this.cases.at(work, [contract]);
    if (known === undefined) turnContract(work, contract, { type: 'contract.started', fields: {}, facts: {} });
    else {
      const fields = toldAgain(contract.row, told);
      if ('pointer' in fields) refuse([fields as Fault]);
      const before = contract.row;
      const silent = { row: { ...before, ...fields } as Contract };
      const changed = changedFields(before, silent.row);
      // What the program says is what holds already: that it said so is kept, and nothing has happened.
      if (changed.length === 0) contract.row = silent.row;
      else
        turnContract(work, contract, {
          type: 'contract.amended',
          fields: fields as object,
          facts: { fields: changed },
        });
    }
    await this.cases.write(tx, [contract], work.now);
    await this.lifecycle.save(tx, work);
    return { contract: contract.row, isNew: known === undefined };
  }

  private async faultsOf(tx: Tx, present: Contract | null, told: ToldContract): Promise<Fault[]> {
    const { accountId, dealId, externalId, refs } = told;
    const [account] = await this.accounts.readMany(tx, [accountId]);
    const faults: Fault[] = account === undefined ? [unknown('accountId', `There is no account ${accountId}.`)] : [];
    const [deal] = dealId === null ? [] : await this.deals.readMany(tx, [dealId]);
    if (dealId !== null && deal === undefined) faults.push(unknown('dealId', `There is no deal ${dealId}.`));
    if (account !== undefined && deal !== undefined && deal.accountId !== accountId)
      faults.push({ pointer: '/dealId', code: 'otherAccount', message: otherAccount(deal.accountId, accountId) });
    const byExternalId = externalId === null ? undefined : await this.contracts.readByExternalId(tx, externalId);
    if (byExternalId !== undefined && byExternalId.id !== present?.id)
      faults.push({ pointer: '/externalId', code: 'taken', message: `Contract ${byExternalId.id} has it already.` });
    const named = await this.contracts.findByRefs(
      tx,
      Object.entries(refs).map(([system, ref]) => ({ system, ref })),
    );
    const taken = named.filter(({ id }) => id !== present?.id);
    return [...faults, ...faultsOfTakenRefs(taken, 'contract')];
  }
}

function unknown(field: string, message: string): Fault {
  return { pointer: `/${field}`, code: 'unknownId', message };
}

function otherAccount(ofDeal: string | null, ofContract: string): string {
  return `Expected a deal of account ${ofContract}; this one is of ${ofDeal === null ? 'no account' : `account ${ofDeal}`}.`;
}
