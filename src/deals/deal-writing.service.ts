import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import { companyDomain } from '../leads/company.js';
import { isSeen, type Sight, sightOf, workSightOf } from '../leads/visibility.js';
import { LeadAccounts } from '../lifecycle/lead-accounts.service.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import type { TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { faultsOfTakenRefs } from '../platform/input/path-ref.js';
import type { Tx } from '../platform/sql/database.js';
import type { Account } from './accounts/account.js';
import { AccountStore } from './accounts/account.store.js';
import { DealAccounts } from './accounts/deal-accounts.service.js';
import type { DealInput } from './deal.dto.js';
import type { Deal } from './deal.js';
import { DealStore } from './deal.store.js';
import { readContractAccounts } from './deal-contracts.store.js';
import { begin, change, channelOfLead } from './deal-making.js';
import { dealWorkSightOf, isOfSight } from './deal-sight.js';
import { fieldsOf } from './reading-deals.js';
import { faultsOfTerm } from './renewals/renewal-deal.js';
import type { AccountCase, DealCase } from './row-case.js';

/** A report about a deal, with what it names. */
export interface ReportedDeal {
  readonly reported: DealInput;
  /** Null for a new deal. */
  readonly deal: DealCase | null;
  /** Null if it names none, or one that does not exist. */
  readonly lead: LeadCase | null;
  /** The account that it names by id; null if it names none by id, or one that does not exist. */
  readonly account: Account | null;
  /** External id of the account if one is created. */
  readonly accountRef?: { readonly system: string; readonly ref: string };
  readonly caller: Caller;
}

type AccountId = string | null | undefined;

interface TakenCases {
  readonly deal: DealCase;
  readonly accounts: readonly AccountCase[];
}

/** Applies reports about deals, in a transaction that holds the lock on all deals. */
@Injectable()
export class DealWriting {
  constructor(
    private readonly dealAccounts: DealAccounts,
    private readonly leadAccounts: LeadAccounts,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
  ) {}

  /** Checks what only the database knows: existence, ownership and permission. */
  async faultsOf(context: TransactionContext, report: ReportedDeal): Promise<Fault[]> {
    const { tx, directory } = context;
    const { reported, deal, account, caller } = report;
    const { ownerRepId, externalId, refs = {} } = reported;
    const unknown = (pointer: string, what: string, id: string): Fault[] => [
      fault(pointer, 'unknownId', `There is no ${what} ${id}.`),
    ];
    const isOther = (id: string | undefined) => id !== undefined && id !== deal?.subjectId;
    const named = externalId === undefined ? undefined : await this.deals.findByExternalId(tx, externalId);
    // An unchanged `follows` stays valid, even if the contract has moved to another account since.
    const isGiven = deal !== null && deal.row.contractTerm !== null && reported.follows === deal.row.follows;
    const followed =
      reported.follows === undefined || isGiven ? null : await this.deals.readMany(tx, [reported.follows]);
    const wanted = Object.entries(refs).map(([system, ref]) => ({ system, ref }));
    const taken = (await this.deals.findByRefs(tx, wanted)).filter(({ id }) => isOther(id));
    const isNewOwner = ownerRepId !== undefined && ownerRepId !== deal?.row.ownerRepId;
    const accountId = await this.accountIdOf(context, report);
    return collectFaults(
      reported.account?.id !== undefined && account === null && unknown('/account/id', 'account', reported.account.id),
      await this.faultsOfAccount(context, report, accountId),
      faultsOfLead(context, report),
      isNewOwner && directory.rep(ownerRepId) === undefined && unknown('/ownerRepId', 'rep', ownerRepId),
      isNewOwner && directory.rep(ownerRepId) !== undefined && faultsOfOwner(context, ownerRepId, caller),
      isOther(named) && fault('/externalId', 'taken', `Deal ${named} has this id already.`),
      faultsOfTakenRefs(taken, 'deal'),
      followed !== null && faultsOfFollowing(report, followed[0], accountId),
      await faultsOfContract(context, report, accountId),
    );
  }

  /** Returns the account that the deal would have: null for none or one to be created, undefined for an unknown one. */
  private async accountIdOf({ tx }: TransactionContext, { reported, account }: ReportedDeal): Promise<AccountId> {
    if (reported.account === undefined) return null;
    const { name, domain } = reported.account;
    if (name === undefined) return account?.id;
    const [known] = await this.dealAccounts.findKnown(tx, [{ name, domain: companyDomain(domain) }]);
    return known!;
  }

  /**
   * A deal shows its owner the account and all its contracts. So a caller who sees only some accounts may name those,
   * accounts without reps, and the company of the deal's lead.
   */
  private async faultsOfAccount(
    context: TransactionContext,
    { reported, deal, lead, caller }: ReportedDeal,
    accountId: AccountId,
  ): Promise<Fault[]> {
    if (may(caller, 'integration') || reported.account === undefined) return [];
    const { tx } = context;
    const { id } = reported.account;
    if (accountId == null || accountId === deal?.row.accountId) return [];
    const isOpen = await this.accounts.findOpenTo(tx, [accountId], dealWorkSightOf(caller, context).repIds);
    if (isOpen.has(accountId) || (await this.isMatched(tx, lead, accountId))) return [];
    const pointer = id === undefined ? '/account/name' : '/account/id';
    // A caller who may read all accounts gets the true reason.
    if (id !== undefined && !may(caller, 'read')) return [fault(pointer, 'unknownId', `There is no account ${id}.`)];
    return [fault(pointer, 'otherOwner', OTHERS_ACCOUNT)];
  }

  /** Reports whether the lead was matched with an account, unless a rep has changed its company since. */
  private async isMatched(tx: Tx, lead: LeadCase | null, accountId: string): Promise<boolean> {
    if (lead === null) return false;
    await this.leadAccounts.know(tx, [lead], { accounts: true, companies: false });
    if (lead.document!.account?.accountId !== accountId) return false;
    return (await this.dealAccounts.findRenamed(tx, [lead.lead.id])).size === 0;
  }

  /** Creates or changes the deal and its account; the caller writes them. Does nothing if no field differs. */
  async take(context: TransactionContext, work: UnitOfWork, report: ReportedDeal): Promise<TakenCases> {
    const { deals, accounts } = await this.takeMany(context, work, [report]);
    return { deal: deals[0]!, accounts };
  }

  /** Like `take`, for several different deals. */
  async takeMany(
    context: TransactionContext,
    work: UnitOfWork,
    reports: readonly ReportedDeal[],
  ): Promise<{ readonly deals: readonly DealCase[]; readonly accounts: readonly AccountCase[] }> {
    work.advanceToLatest(reports.flatMap(({ deal }) => deal ?? []));
    const named = reports.flatMap((report) => {
      const { name, domain } = report.reported.account ?? {};
      if (name === undefined) return [];
      const { accountRef: ref } = report;
      return [
        { report, name: { name, domain: companyDomain(domain) }, ownerRepId: ownerOf(report), ...(ref && { ref }) },
      ];
    });
    const { accountIds, cases } = await this.dealAccounts.find(context.tx, work, named);
    const found = new Map(named.map(({ report }, index) => [report, accountIds[index]!]));
    const deals = reports.map((each) => written(work, each, found.get(each) ?? each.reported.account?.id ?? null));
    return { deals, accounts: cases };
  }
}

const OTHERS_LEAD = 'Another rep works on this lead: they, their managers and programs make deals of it.';
const OTHERS_ACCOUNT = 'Another rep looks after this account: they, their managers and programs make deals with it.';

function ownerOf({ reported, deal, lead, account, caller }: ReportedDeal): string | null {
  if (reported.ownerRepId !== undefined) return reported.ownerRepId;
  return deal === null ? (lead?.ownerId ?? caller.repId ?? account?.ownerRepId ?? null) : null;
}

function written(work: UnitOfWork, report: ReportedDeal, accountId: string | null): DealCase {
  const { reported, deal, lead, caller } = report;
  const before = deal?.row ?? null;
  const fields = {
    ...fieldsOf(reported),
    accountId,
    leadId: reported.leadId ?? null,
    ownerRepId: ownerOf(report),
    ...channelOf(before, lead),
  };
  return before === null ? begin(work, fields, caller.requestId) : change(work, deal!, fields);
}

/** The channel of the lead, as it was when the deal first named it. */
function channelOf(before: Deal | null, lead: LeadCase | null): Pick<Deal, 'source' | 'channel' | 'campaign'> {
  if (before !== null && (before.leadId !== null || lead === null)) {
    const { source, channel, campaign } = before;
    return { source, channel, campaign };
  }
  return channelOfLead(lead);
}

function faultsOfLead({ directory }: TransactionContext, { reported, deal, lead, caller }: ReportedDeal): Fault[] {
  const { leadId } = reported;
  const was = deal?.row.leadId ?? null;
  if (was !== null && leadId !== was)
    return [fault('/leadId', 'value', `It came from the lead ${was}, and stays with it.`)];
  if (leadId === undefined || was !== null) return [];
  const isIn = (sight: Sight) => lead !== null && isSeen(sight, { ...lead.lead, createdBy: lead.document!.createdBy });
  if (lead === null || !isIn(sightOf(caller, directory)))
    return [fault('/leadId', 'unknownId', `There is no lead ${leadId}.`)];
  // The end of a deal closes its lead.
  if (!isIn(workSightOf(caller, directory))) return [fault('/leadId', 'otherOwner', OTHERS_LEAD)];
  if (lead.lead.erasedAt !== null)
    return [fault('/leadId', 'value', 'The lead was erased: no deal can be made from it any more.')];
  if (lead.lead.mergedInto !== null)
    return [fault('/leadId', 'value', `It is merged into the lead ${lead.lead.mergedInto}: name that one.`)];
  return lead.lead.test
    ? [fault('/leadId', 'value', 'It is a test lead, which counts nowhere: no deal can be made from it.')]
    : [];
}

/** A deal follows only earlier ones with the same account, so that there are no cycles. */
function faultsOfFollowing(
  { reported, deal }: ReportedDeal,
  followed: Deal | undefined,
  accountId: AccountId,
): Fault[] {
  const pointer = '/follows';
  if (followed === undefined) return [fault(pointer, 'unknownId', `There is no deal ${reported.follows}.`)];
  if (deal !== null && !isBefore(followed, deal.row))
    return [fault(pointer, 'value', 'Expected a deal that was made before this one.')];
  if (reported.account === undefined || accountId === undefined || followed.accountId === accountId) return [];
  return [fault(pointer, 'value', 'Expected a deal with the same account.')];
}

const ONLY_OF_CONTRACT = 'Only an expansion or a renewal names the contract that it is about.';

/** A deal names contracts of its own account only; the renewal of a contract keeps its contract. */
async function faultsOfContract(
  { tx }: TransactionContext,
  { reported, deal }: ReportedDeal,
  accountId: AccountId,
): Promise<Fault[]> {
  if (deal !== null && deal.row.contractTerm !== null) return faultsOfTerm(deal.row, reported);
  const contractId = reported.contractId?.toLowerCase();
  // The present contract may come from the win, so a report that repeats it is not checked.
  if (contractId === undefined || contractId === deal?.row.contractId) return [];
  if (reported.type !== 'expansion' && reported.type !== 'renewal')
    return [fault('/contractId', 'value', ONLY_OF_CONTRACT)];
  const owner = (await readContractAccounts(tx, [contractId])).get(contractId);
  const pointer = '/contractId';
  if (owner === undefined) return [fault(pointer, 'unknownId', `There is no contract ${contractId}.`)];
  if (accountId === undefined || owner === accountId) return [];
  return [fault(pointer, 'otherAccount', 'Expected a contract of the same account.')];
}

function isBefore(one: Deal, other: Deal): boolean {
  return one.createdAt < other.createdAt || (one.createdAt === other.createdAt && one.id < other.id);
}

/** A caller who sees only some deals may assign deals only to reps whose deals they see. */
function faultsOfOwner(context: TransactionContext, ownerRepId: string, caller: Caller): Fault[] {
  if (may(caller, 'integration') || isOfSight(dealWorkSightOf(caller, context), ownerRepId)) return [];
  return [
    fault(
      '/ownerRepId',
      'value',
      'Expected yourself, or a rep in your line: the deals of others are assigned by their managers.',
    ),
  ];
}
