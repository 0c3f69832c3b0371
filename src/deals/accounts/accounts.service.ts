import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { companyDomain } from '../../leads/company.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { takeSound } from '../../platform/input/entries.js';
import type { EntryResult } from '../../platform/input/entry-results.schema.js';
import { collectFaults, type Fault, fault, step } from '../../platform/input/fault.js';
import { isId } from '../../platform/input/formats.js';
import { contradictionOf, type PathRef, pathRefsOf, readPathRef } from '../../platform/input/path-ref.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import { Turns } from '../../platform/running/turns.js';
import type { Tx } from '../../platform/sql/database.js';
import { isRecord } from '../../platform/sql/sql.js';
import { DealStore } from '../deal.store.js';
import { DealCases } from '../deal-cases.service.js';
import { RenewalOwners } from '../renewals/renewal-owners.service.js';
import type { AccountCase, DealCase } from '../row-case.js';
import { type Account, beginAccount, changeAccount } from './account.js';
import { type AccountBody, type AccountPatch } from './account.schema.js';
import { AccountStore } from './account.store.js';
import { type AccountResult, type ReportedAccount, readAll, resultOf, type TakenAccount } from './account-batch.js';
import { AccountNames } from './account-names.js';
import { AccountParents } from './account-parents.js';
import { typeAsReported } from './account-type.js';
import { accountWarnings } from './account-warnings.js';
import { type ReadAccount, readAccount } from './reading-accounts.js';

/** What exists of the accounts, names and parents in a request. The accounts are locked. */
interface AccountLookUp {
  readonly names: AccountNames;
  readonly cases: Map<string, AccountCase>;
  /** The open renewals of the contracts of these accounts. */
  readonly renewals: readonly DealCase[];
  readonly parents: AccountParents;
}

@Injectable()
export class AccountsService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealCases: DealCases,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
    private readonly renewalOwners: RenewalOwners,
  ) {}

  /** Idempotent: a retried request returns the account that it created before. */
  create(body: AccountBody, caller: Caller): Promise<TakenAccount> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const { requestId } = caller;
      const [made] = await this.accounts.readMany(context.tx, requestId === undefined ? [] : [requestId]);
      if (made !== undefined)
        return { account: made, isNew: true, warnings: accountWarnings(body, made, context.directory, context.now) };
      const report = { patch: body, ref: null };
      return this.takeOne(context, report, await this.lookUp(context.tx, [report]), () => undefined, caller);
    });
  }

  /** @throws NotFoundError */
  amend(id: string, patch: AccountPatch, caller: Caller): Promise<TakenAccount> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const report = { patch, ref: null };
      const known = await this.lookUp(context.tx, [report], id);
      const account = known.cases.get(id);
      if (account === undefined) throw new NotFoundError('account', id);
      return this.takeOne(context, report, known, () => account, caller);
    });
  }

  put(key: PathRef, patch: AccountPatch, caller: Caller): Promise<TakenAccount> {
    const { system, ref, faults } = readPathRef(key);
    refuse(faults);
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const given = (patch.refs ?? {}) as Readonly<Record<string, unknown>>;
      refuse(contradictionOf(given, { system, ref }));
      const report = { patch: { ...patch, refs: { ...given, [system]: ref } }, ref: { system, ref } };
      const known = await this.lookUp(context.tx, [report]);
      const find = () => known.cases.get(known.names.ofRef(report.ref) ?? '');
      return this.takeOne(context, report, known, find, caller);
    });
  }

  /** Applies each entry on its own: a fault rejects that entry alone. Its pointer is into the whole request. */
  async putMany(accounts: readonly unknown[], caller: Caller): Promise<{ results: EntryResult[] }> {
    const read = await readAll(accounts);
    const taken = await takeSound(read, (reports: readonly ReportedAccount[]) =>
      this.lifecycle.perform(async (context) => {
        await this.deals.lockAll(context.tx);
        const known = await this.lookUp(context.tx, reports);
        return this.take(context, reports, known, (report) => found(report, known), caller);
      }),
    );
    return { results: taken.map(resultOf) };
  }

  /**
   * Does the same in a transaction of the caller, who holds the lock on all deals, and saves the work.
   * @returns the results in the order of the reports
   */
  async takeReports(
    context: TransactionContext,
    work: UnitOfWork,
    reports: readonly ReportedAccount[],
  ): Promise<AccountResult[]> {
    const known = await this.lookUp(context.tx, reports);
    return this.takeWith(context, work, reports, known, (report) => found(report, known));
  }

  private async takeOne(
    context: TransactionContext,
    report: ReportedAccount,
    known: AccountLookUp,
    find: () => AccountCase | undefined,
    caller: Caller,
  ): Promise<TakenAccount> {
    const [taken] = await this.take(context, [report], known, find, caller, caller.requestId);
    if ('faults' in taken!) throw new InvalidRequestError(taken.faults);
    return taken!;
  }

  /**
   * Applies reports in order, so that each sees the changes of those before, and saves them together.
   * @param find returns the account to change, or the faults that reject the report; undefined for a new account
   * @param newId of a new account
   */
  private async take(
    context: TransactionContext,
    reports: readonly ReportedAccount[],
    known: AccountLookUp,
    find: (report: ReportedAccount) => AccountCase | readonly Fault[] | undefined,
    caller: Caller,
    newId?: string,
  ): Promise<AccountResult[]> {
    const work = this.lifecycle.workOn([], context, actorOf(caller));
    const taken = await this.takeWith(context, work, reports, known, find, newId);
    await this.lifecycle.save(context.tx, work);
    return taken;
  }

  private async takeWith(
    context: TransactionContext,
    work: UnitOfWork,
    reports: readonly ReportedAccount[],
    known: AccountLookUp,
    find: (report: ReportedAccount) => AccountCase | readonly Fault[] | undefined,
    newId?: string,
  ): Promise<AccountResult[]> {
    work.advanceToLatest([...known.cases.values(), ...known.renewals]);
    const turns = new Turns();
    const taken: AccountResult[] = [];
    for (const each of reports) {
      const account = find(each);
      taken.push(isRefused(account) ? { faults: account } : takeIn(work, known, each, account, newId ?? work.newId()));
      await turns.next();
    }
    await this.dealCases.write(context.tx, { accounts: [...known.cases.values()] });
    await this.renewalOwners.follow(context.tx, work, known.cases, known.renewals);
    return taken;
  }

  /** @param id of an account to open whatever its names */
  private async lookUp(tx: Tx, reports: readonly ReportedAccount[], id?: string): Promise<AccountLookUp> {
    const domains = [
      ...new Set(reports.flatMap(({ patch }) => [...domainsIn(patch.domains), ...domainsIn(patch.brands)])),
    ];
    const refs = reports.flatMap(({ patch, ref }) => [...(ref === null ? [] : [ref]), ...refsIn(patch)]);
    const byDomain = await this.accounts.findByDomains(tx, domains);
    const byRef = await this.accounts.findByRefs(tx, refs);
    const parents = await this.accounts.readParents(tx, [...new Set(reports.flatMap(({ patch }) => parentIn(patch)))]);
    const ids = new Set([...byDomain.values(), ...byRef.map((each) => each.id), ...(id === undefined ? [] : [id])]);
    const renewals = await this.renewalOwners.open(tx, [...ids]);
    const cases = await this.dealCases.openAccounts(tx, [...ids]);
    return {
      names: new AccountNames(byDomain, byRef),
      cases: new Map(cases.map((each) => [each.subjectId, each])),
      parents: new AccountParents(parents),
      renewals,
    };
  }
}

function takeIn(
  work: UnitOfWork,
  { names, cases, parents }: AccountLookUp,
  { patch }: ReportedAccount,
  account: AccountCase | undefined,
  newId: string,
): AccountResult {
  const read = readAccount(account?.row ?? null, patch, work.directory.content.settings);
  const parentId = read.changed.includes('parentId') || account === undefined ? read.fields.parentId : null;
  const faults = collectFaults(
    read.faults,
    read.isShaped && names.faultsOf(account?.subjectId, read.fields),
    read.isShaped && faultsOfReps(work, read),
    read.isShaped && parents.faultsOf(account?.subjectId, parentId),
  );
  if (faults.length > 0) return { faults };
  const before = account?.row ?? null;
  const taken = account ?? beginAccount(work, { id: newId, ...read.fields });
  if (account !== undefined) {
    const typed = read.changed.includes('type') ? typeAsReported(account.row, read.fields.type) : {};
    changeAccount(work, account, { ...read.fields, ...typed }, read.changed);
  }
  names.keep(taken.subjectId, before, taken.row);
  parents.keep(taken.subjectId, taken.row.parentId);
  cases.set(taken.subjectId, taken);
  const warnings = accountWarnings(patch, taken.row, work.directory, work.now);
  return { account: taken.row, isNew: account === undefined, changed: read.changed.length > 0, warnings };
}

function faultsOfReps({ directory }: UnitOfWork, { fields: { ownerRepId, roles } }: ReadAccount): Fault[] {
  const named = [
    ...Object.entries(roles).map(([role, repId]) => ({ pointer: `/roles${step(role)}`, repId })),
    ...(ownerRepId === null ? [] : [{ pointer: '/ownerRepId', repId: ownerRepId }]),
  ];
  return named
    .filter(({ repId }) => directory.rep(repId) === undefined)
    .map(({ pointer, repId }) => fault(pointer, 'unknownId', `There is no rep ${repId}.`));
}

/** Finds an account by its external id, else by its domains, since a CRM may report a company that exists already. */
function found(
  { patch, ref }: ReportedAccount,
  { names, cases }: AccountLookUp,
): AccountCase | readonly Fault[] | undefined {
  const known = ref === null ? undefined : names.ofRef(ref);
  if (known !== undefined) return cases.get(known);
  const account = cases.get(names.ofDomains(domainsIn(patch.domains)) ?? '');
  const other = ref === null ? undefined : account?.row.refs[ref.system];
  if (other === undefined) return account;
  const message = `Account ${account!.subjectId} has one of its domains, and is ${JSON.stringify(other)} of ${ref!.system}.`;
  return [fault('/ref', 'taken', message)];
}

function isRefused(found: AccountCase | readonly Fault[] | undefined): found is readonly Fault[] {
  return Array.isArray(found);
}

/** Skips what is no domain; validation rejects it later. */
function domainsIn(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each) => (typeof each === 'string' ? (companyDomain(each) ?? []) : []));
}

function parentIn({ parentId }: AccountPatch): string[] {
  return isId(parentId) ? [parentId.toLowerCase()] : [];
}

function refsIn({ refs }: AccountPatch): PathRef[] {
  return isRecord(refs) ? pathRefsOf(refs as Account['refs']).filter(({ ref }) => typeof ref === 'string') : [];
}
