import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { DealStore } from '../../deals/deal.store.js';
import type { DealCase } from '../../deals/row-case.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Faulty } from '../../platform/input/entries.js';
import type { EntryResult } from '../../platform/input/entry-results.schema.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { contradictionOf, type PathRef, pathRefsOf } from '../../platform/input/path-ref.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import { inTurns, Turns } from '../../platform/running/turns.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { RenewalDeals } from '../renewals/renewal-deals.service.js';
import { putByRef, putManyByRef, type ReportedByRef, type TakenByRef, type TakesByRef } from '../reported-by-ref.js';
import { lookAtDeals, WonDealStore } from '../won-deals/won-deal.store.js';
import { renewDue } from './auto-renewal.js';
import { beginContract, type Contract, type ContractCase, turnContract } from './contract.js';
import { type ContractBody, ContractInBatch } from './contract.schema.js';
import { ContractStore } from './contract.store.js';
import { ContractAccess } from './contract-access.service.js';
import { ContractCases } from './contract-cases.service.js';
import { type InCurrency, keptInCurrencyBy } from './contract-currency.js';
import { ContractNames } from './contract-names.js';
import { type ReadContract, readContract } from './reading-contracts.js';
import { changedFields, type ReportedContract, reportedAgain, signed } from './reported-contract.js';

/** A contract after a report about it was applied. */
export type TakenContract = Omit<TakenByRef<Contract>, 'changed'>;

interface ContractEntry extends ReadContract {
  /** The external id that identifies the contract; null if only its `externalId` does, if anything. */
  readonly key: PathRef | null;
}

type Taken = TakenByRef<Contract> | Faulty;

/** What exists of what reports name. The contracts are locked. */
interface ContractLookUp {
  readonly names: ContractNames;
  readonly cases: Map<string, ContractCase>;
  readonly opened: readonly DealCase[];
  /** Contracts that wins of deals have made and no program has reported yet, by deal. */
  readonly made: Map<string, string>;
  readonly inCurrency: InCurrency;
}

@Injectable()
export class ContractsService implements TakesByRef<ContractBody> {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly cases: ContractCases,
    private readonly access: ContractAccess,
    private readonly contracts: ContractStore,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
    private readonly renewals: RenewalDeals,
    private readonly wonDeals: WonDealStore,
  ) {}

  /** Idempotent: returns the contract with that external id, or the one that the same request created before. */
  create(body: ContractBody, caller: Caller): Promise<TakenContract> {
    const read = readContract(body);
    const { reported, warnings, faults } = read;
    const entry = { ...read, key: null };
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.lock(tx);
      await this.access.requireAccount(tx, reported.accountId, caller, context);
      await this.access.requireOwnNames(tx, reported, caller, context);
      if (faults.length > 0) return this.takeOne(context, entry, caller);
      const { requestId } = caller;
      const made = requestId === undefined ? undefined : await this.contracts.read(tx, requestId);
      if (made !== undefined) return { row: made, isNew: true, warnings };
      const known =
        reported.externalId === null ? undefined : await this.contracts.readByExternalId(tx, reported.externalId);
      if (known !== undefined) {
        await this.access.requireWork(tx, known.id, caller, context);
        return { row: known, isNew: false, warnings };
      }
      return this.takeOne(context, entry, caller);
    });
  }

  /** Updates the contract with an external id, or creates it. */
  put(key: PathRef, body: ContractBody, caller: Caller): Promise<TakenContract> {
    return putByRef(key, body, (reports) => this.takeAll(reports, caller, caller.requestId));
  }

  putMany(bodies: readonly unknown[], caller: Caller): Promise<{ results: EntryResult[] }> {
    return putManyByRef('contracts', ContractInBatch, bodies, (reports: readonly ReportedByRef<ContractBody>[]) =>
      this.takeAll(reports, caller),
    );
  }

  private async takeAll(
    reports: readonly ReportedByRef<ContractBody>[],
    caller: Caller,
    newId?: string,
  ): Promise<readonly Taken[]> {
    // Before the lock, which others wait for.
    const entries = await inTurns(entriesOf(reports));
    return this.lifecycle.perform(async (context) => {
      await this.lock(context.tx);
      return this.takeMany(context, entries, actorOf(caller), newId);
    });
  }

  take(
    context: TransactionContext,
    reports: readonly ReportedByRef<ContractBody>[],
    actor: Actor,
  ): Promise<readonly Taken[]> {
    return this.takeMany(context, reports.map(readEntry), actor);
  }

  /** Does the same with a unit of work of the caller, who saves it. */
  async takeWith(
    context: TransactionContext,
    work: UnitOfWork,
    reports: readonly ReportedByRef<ContractBody>[],
  ): Promise<readonly Taken[]> {
    return this.apply(context, work, reports.map(readEntry));
  }

  async lock(tx: Tx): Promise<void> {
    await this.contracts.lockMaking(tx);
    await this.renewals.lock(tx);
  }

  private async takeOne(context: TransactionContext, entry: ContractEntry, caller: Caller): Promise<TakenContract> {
    const [taken] = await this.takeMany(context, [entry], actorOf(caller), caller.requestId);
    if ('faults' in taken!) throw new InvalidRequestError(taken.faults);
    return taken!;
  }

  /** Applies reports in order, each on top of those before, and writes them together. @param newId of a new contract */
  private async takeMany(
    context: TransactionContext,
    entries: readonly ContractEntry[],
    actor: Actor,
    newId?: string,
  ): Promise<Taken[]> {
    const work = this.lifecycle.workOn([], context, actor);
    const taken = await this.apply(context, work, entries, newId);
    await this.lifecycle.save(context.tx, work);
    return taken;
  }

  private async apply(
    context: TransactionContext,
    work: UnitOfWork,
    entries: readonly ContractEntry[],
    newId?: string,
  ): Promise<Taken[]> {
    const known = await this.lookUp(context.tx, entries);
    work.advanceToLatest([...known.cases.values()]);
    const turns = new Turns();
    const taken: Taken[] = [];
    for (const each of entries) {
      taken.push(takeIn(work, known, each, newId ?? work.newId()));
      await turns.next();
    }
    await this.renewals.follow(context.tx, work, [...known.cases.values()], known.opened);
    await this.cases.write(context.tx, [...known.cases.values()], work);
    const changed = [...known.cases.values()].filter(({ before, row }) => before !== row);
    const dealIds = changed.flatMap(({ before, row }) => [before?.dealId ?? [], row.dealId ?? []].flat());
    await lookAtDeals(context.tx, dealIds, work.now);
    return taken;
  }

  private async lookUp(tx: Tx, entries: readonly ContractEntry[]): Promise<ContractLookUp> {
    const contracts = entries.map((each) => each.reported);
    const refs = entries.flatMap(({ reported: { refs: own }, key }) => [
      ...pathRefsOf(own),
      ...(key === null ? [] : [key]),
    ]);
    const byRef = await this.contracts.findByRefs(tx, refs);
    const byExternalId = await this.contracts.findByExternalIds(
      tx,
      contracts.flatMap(({ externalId }) => externalId ?? []),
    );
    const accounts = await this.accounts.readMany(tx, [...new Set(contracts.map(({ accountId }) => accountId))]);
    const dealIds = [...new Set(contracts.flatMap(({ dealId }) => dealId ?? []))];
    const deals = await this.deals.readMany(tx, dealIds);
    const made = await this.wonDeals.findUnreported(tx, dealIds);
    const ids = [...new Set([...byRef.map(({ id }) => id), ...made.values()])];
    const opened = await this.renewals.open(tx, ids);
    const cases = await this.cases.openMany(tx, ids);
    const inCurrency = await this.cases.readInCurrency(tx, ids);
    const named = {
      accountIds: new Set(accounts.map(({ id }) => id)),
      deals: new Map(deals.map((deal) => [deal.id, deal])),
    };
    return {
      names: new ContractNames(named, byExternalId, byRef),
      cases: new Map(cases.map((each) => [each.subjectId, each])),
      opened,
      made,
      inCurrency,
    };
  }
}

function takeIn(work: UnitOfWork, all: ContractLookUp, entry: ContractEntry, newId: string): Taken {
  const { reported: stated, key, warnings } = entry;
  const { names, cases, made, inCurrency } = all;
  const byRef = key === null ? undefined : names.ofRef(key);
  const known = cases.get(byRef ?? made.get(stated.dealId ?? '') ?? '');
  const reported = entry.isDealNamed || known === undefined ? stated : { ...stated, dealId: known.row.dealId };
  if (entry.faults.length === 0 && known !== undefined && isDeepStrictEqual(known.row.reported, reported))
    return { row: known.row, isNew: false, changed: false, warnings };
  const faults = [
    ...entry.faults,
    ...names.faultsOf(known?.subjectId, stated),
    ...faultsOfCurrency(known, reported, inCurrency),
  ];
  if (faults.length > 0) return { faults };
  if (known === undefined) {
    const contract = beginContract(work, newId, signed(reported));
    turnContract(work, contract, { type: 'contract.started', fields: {}, facts: {} });
    renewDue(work, [contract]);
    cases.set(newId, contract);
    names.keep(newId, null, reported);
    return { row: contract.row, isNew: true, changed: true, warnings };
  }
  const fields = reportedAgain(known.row, reported, work.directory.companyDay(work.now));
  if ('pointer' in fields) return { faults: [fields as Fault] };
  // A second report that names the deal is about another contract.
  made.delete(reported.dealId ?? '');
  const before = known.row;
  const after = { ...before, ...fields } as Contract;
  const changed = changedFields(before, after);
  // The report agrees with the contract: it is stored, without an event.
  if (changed.length === 0) known.row = after;
  else turnContract(work, known, { type: 'contract.amended', fields: fields as object, facts: { fields: changed } });
  names.keep(known.subjectId, before, known.row);
  return { row: known.row, isNew: false, changed: changed.length > 0, warnings };
}

function faultsOfCurrency(
  known: ContractCase | undefined,
  reported: ReportedContract,
  inCurrency: InCurrency,
): readonly Fault[] {
  const what = known && keptInCurrencyBy(known.row, reported.currency, inCurrency);
  if (what === undefined) return [];
  const { currency } = known!.row;
  const message = `Expected ${currency}: the contract has ${what} in it. Report a contract in ${reported.currency} under another id.`;
  return [fault('/currency', 'contradiction', message)];
}

function* entriesOf(reports: readonly ReportedByRef<ContractBody>[]): Generator<void, ContractEntry[]> {
  const entries = [];
  for (const each of reports) {
    entries.push(readEntry(each));
    yield;
  }
  return entries;
}

/** Reads a report about the contract with an external id. */
function readEntry({ system, ref, body }: ReportedByRef<ContractBody>): ContractEntry {
  const read = readContract(body);
  const { reported } = read;
  const faults = [...read.faults, ...contradictionOf(reported.refs, { system, ref })];
  return {
    ...read,
    faults,
    reported: { ...reported, refs: { ...reported.refs, [system]: ref } },
    key: { system, ref },
  };
}
