import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { type Caller, may } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { mayAnswer } from '../../deals/answering-deliveries.js';
import type { Deal } from '../../deals/deal.js';
import { DealStore } from '../../deals/deal.store.js';
import { DealAccess } from '../../deals/deal-access.service.js';
import { dealSightOf, dealWorkSightOf, isOfSight } from '../../deals/deal-sight.js';
import type { TimeAndDirectory } from '../../lifecycle/lifecycle.service.js';
import { fault, step } from '../../platform/input/fault.js';
import { pathRefsOf } from '../../platform/input/path-ref.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { Sql } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import type { Proposal } from '../proposals/proposal.js';
import { RenewalStore } from '../renewals/renewal.store.js';
import type { Contract } from './contract.js';
import { ContractStore } from './contract.store.js';
import { ACTS_OF_OWNERS, CONTRACT_ACTS, type ContractAct } from './contract-acts.js';
import { faultsOfDeal } from './contract-names.js';
import type { ReportedContract } from './reported-contract.js';

/** Programs change all contracts; people those of which they own the account or the renewal, or a rep below them does. */
@Injectable()
export class ContractAccess {
  constructor(
    private readonly contracts: ContractStore,
    private readonly accounts: AccountStore,
    private readonly renewals: RenewalStore,
    private readonly deals: DealStore,
    private readonly dealAccess: DealAccess,
  ) {}

  /** Returns what the caller may do with contracts that are not withdrawn. */
  async actsOn(
    sql: Sql,
    ids: readonly string[],
    caller: Caller,
    at: TimeAndDirectory,
  ): Promise<(id: string) => readonly ContractAct[]> {
    if (may(caller, 'integration')) return () => CONTRACT_ACTS;
    const sight = dealWorkSightOf(caller, at);
    const owners = sight.repIds.length === 0 ? new Map<string, string[]>() : await this.renewals.readOwners(sql, ids);
    return (id) => (owners.get(id)?.some((repId) => isOfSight(sight, repId)) ? ACTS_OF_OWNERS : []);
  }

  /** @throws NotFoundError if the caller may not see the contract, ForbiddenError if they may only read it */
  async requireWork(
    sql: Sql,
    id: string,
    caller: Caller,
    at: TimeAndDirectory,
    whose = ofOwners('a contract'),
  ): Promise<void> {
    const actsOf = await this.actsOn(sql, [id], caller, at);
    if (actsOf(id).length > 0) return;
    throw (await this.isSeen(sql, id, caller, at)) ? forbidden(whose) : new NotFoundError('contract', id);
  }

  /** Returns whether the caller answers a proposal of one of these contracts. Who may amend it may do so as well. */
  async answersOn(
    sql: Sql,
    contracts: readonly Contract[],
    caller: Caller,
    at: TimeAndDirectory,
  ): Promise<(contract: Contract, proposal: Pick<Proposal, 'dealId'>) => boolean> {
    const proposing = contracts.filter(({ proposals }) => proposals.length > 0);
    if (proposing.length === 0) return () => false;
    const dealIds = proposing.flatMap(({ proposals }) => pluck(proposals, 'dealId'));
    const deals = new Map((await this.deals.readMany(sql, [...new Set(dealIds)])).map((deal) => [deal.id, deal]));
    const accountIds = [...new Set(pluck(proposing, 'accountId'))];
    const accounts = new Map((await this.accounts.readMany(sql, accountIds)).map((each) => [each.id, each]));
    return ({ accountId }, { dealId }) => mayAnswer(deals.get(dealId)!, accounts.get(accountId), caller, at);
  }

  /** @throws NotFoundError if the caller may not see the contract, ForbiddenError if they may not answer the proposal */
  async requireAnswer(
    sql: Sql,
    { id, contract, dealId }: { readonly id: string; readonly contract: Contract | undefined; readonly dealId: string },
    caller: Caller,
    at: TimeAndDirectory,
  ): Promise<void> {
    const proposal = contract?.proposals.find((each) => each.dealId === dealId);
    const isTheirs =
      contract !== undefined &&
      proposal !== undefined &&
      (await this.answersOn(sql, [contract], caller, at))(contract, proposal);
    if (!isTheirs) await this.requireWork(sql, id, caller, at, OF_ANSWERING);
  }

  /** Returns the deal that a contract names; undefined if the caller may not see it, as if there were none. */
  async seenDeal(sql: Sql, id: string, caller: Caller, at: TimeAndDirectory): Promise<Deal | undefined> {
    const [deal] = await this.deals.readMany(sql, [id]);
    const isSeen =
      deal !== undefined && (may(caller, 'integration') || (await this.dealAccess.isSeen(sql, deal, caller, at)));
    return isSeen ? deal : undefined;
  }

  /**
   * Refuses a new contract that names what the caller may not see, without saying whose it is: a deal, or an id that
   * another contract has.
   */
  async requireOwnNames(sql: Sql, reported: ReportedContract, caller: Caller, at: TimeAndDirectory): Promise<void> {
    if (may(caller, 'integration')) return;
    const { dealId, accountId, externalId, refs } = reported;
    const deal = dealId === null ? undefined : await this.seenDeal(sql, dealId, caller, at);
    const byExternalId = externalId === null ? undefined : await this.contracts.readByExternalId(sql, externalId);
    const isHidden = async (id: string | undefined) => id !== undefined && !(await this.isSeen(sql, id, caller, at));
    const faults = dealId !== null && deal === undefined ? [...faultsOfDeal(dealId, undefined, accountId)] : [];
    if (await isHidden(byExternalId?.id)) faults.push(fault('/externalId', 'taken', TAKEN));
    const owners = await this.contracts.findByRefs(sql, pathRefsOf(refs));
    for (const { system, id } of owners)
      if (await isHidden(id)) faults.push(fault(`/refs${step(system)}`, 'taken', TAKEN));
    refuse(faults);
  }

  private async isSeen(sql: Sql, id: string, caller: Caller, { directory, now }: TimeAndDirectory): Promise<boolean> {
    const seen = await this.contracts.readPage(sql, { id }, dealSightOf(caller, directory, now), null, 1);
    return seen.length > 0;
  }

  /** For a new contract. @throws NotFoundError if the caller may not see the account, ForbiddenError if it is not theirs */
  async requireAccount(sql: Sql, accountId: string, caller: Caller, at: TimeAndDirectory): Promise<void> {
    if (may(caller, 'integration')) return;
    const [account] = await this.accounts.readMany(sql, [accountId]);
    const owners = [account?.ownerRepId ?? null, account?.roles.manager ?? null];
    if (owners.some((repId) => isOfSight(dealWorkSightOf(caller, at), repId))) return;
    const sight = dealSightOf(caller, at.directory, at.now);
    const seen = await this.accounts.readPage(sql, { id: accountId }, sight, null, 1);
    throw seen.length > 0 ? forbidden(ofOwners('a contract of an account')) : new NotFoundError('account', accountId);
  }
}

const OF_ANSWERING = 'what a delivery proposes is answered by whoever looks after the account';
const TAKEN = 'Another contract has it already.';

function ofOwners(what: string): string {
  return `${what} is changed by the owner of the account or of its renewal`;
}

/** @param whose beginning of the message, which goes on with managers and programs */
function forbidden(whose: string): ForbiddenError {
  return new ForbiddenError(`You may only read it: ${whose}, by a manager above them, or by a program.`);
}
