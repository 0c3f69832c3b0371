import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { dealSightOf } from '../../deals/deal-sight.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { namesOf } from '../../leads/lead.js';
import { mapPage, type Page, type PageRequest, readPageById } from '../../platform/http/page.js';
import { refNamed } from '../../platform/input/path-ref.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
import { ChurnReasonStore } from '../churn-reasons/churn-reason.store.js';
import type { Proposal } from '../proposals/proposal.js';
import { RenewalStore } from '../renewals/renewal.store.js';
import { ContractWithdrawnError } from './contract.errors.js';
import type { Contract } from './contract.js';
import type { ContractListQuery, ContractView } from './contract.schema.js';
import { ContractStore } from './contract.store.js';
import { contractView } from './contract.view.js';
import { ContractAccess } from './contract-access.service.js';
import type { AmendmentDraftQuery, RenewalDraftQuery } from './contract-draft.schema.js';
import { amendmentDraft, renewalDraft } from './contract-drafts.js';
import { contractTimelineEntry } from './contract-timeline.js';
import type { TakenContract } from './contracts.service.js';

/** Returns contracts of the accounts that the caller sees. */
@Injectable()
export class ContractsReadingService {
  constructor(
    private readonly contracts: ContractStore,
    private readonly access: ContractAccess,
    private readonly accounts: AccountStore,
    private readonly reasons: ChurnReasonStore,
    private readonly renewals: RenewalStore,
    private readonly ledger: LedgerStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** In order of creation. */
  async list(query: ContractListQuery, caller: Caller): Promise<Page<ContractView>> {
    const { limit: _, cursor: __, ref, proposals, ...filter } = query;
    const directory = await this.directories.now();
    const sight = dealSightOf(caller, directory, this.time.now());
    const today = directory.companyDay(this.time.now());
    const answerBy = proposals === 'overdue' ? today : null;
    const wanted = { ...filter, ...refNamed(ref), ...(proposals !== undefined && { answerBy }) };
    const page = await readPageById(query, (after, limit) =>
      this.contracts.readPage(this.database.reads, wanted, sight, after, limit),
    );
    const mayOf = await this.mayOf(page.data, caller);
    return mapPage(page, (contract) => contractView(contract, { directory, today }, mayOf(contract)));
  }

  /** @throws NotFoundError unless the caller may see its account */
  async get(id: string, caller: Caller): Promise<ContractView> {
    return this.taken({ row: await this.find(id, caller), warnings: [] }, caller);
  }

  async taken({ row: contract, warnings }: Omit<TakenContract, 'isNew'>, caller: Caller): Promise<ContractView> {
    const mayOf = await this.mayOf([contract], caller);
    const directory = await this.directories.now();
    const today = directory.companyDay(this.time.now());
    return contractView(contract, { directory, today }, mayOf(contract), warnings);
  }

  private async mayOf(contracts: readonly Contract[], caller: Caller) {
    const at = { directory: await this.directories.now(), now: this.time.now() };
    // Not only of what the lane for reads has already.
    const actsOf = await this.access.actsOn(this.database, pluck(contracts, 'id'), caller, at);
    const answers = await this.access.answersOn(this.database, contracts, caller, at);
    return (contract: Contract) => {
      const acts = actsOf(contract.id);
      return { acts, mayAnswer: (proposal: Proposal) => acts.length > 0 || answers(contract, proposal) };
    };
  }

  async amendment(id: string, { effectiveOn }: AmendmentDraftQuery, caller: Caller) {
    return amendmentDraft(await this.findHeld(id, caller), effectiveOn);
  }

  async renewal(id: string, { months }: RenewalDraftQuery, caller: Caller) {
    return renewalDraft(await this.findHeld(id, caller), months);
  }

  async isSeen(id: string, caller: Caller): Promise<boolean> {
    return (await this.seen(id, caller)) !== undefined;
  }

  /** Returns the events of a contract and its renewals, oldest first, each with a sentence. */
  async timeline(id: string, caller: Caller, request: PageRequest) {
    const { reasons } = await this.find(id, caller);
    const subjectIds = await this.renewals.findOf(this.database.reads, id);
    const page = await this.ledger.readTimeline(id, { subjectIds, field: 'contractId' }, request);
    const named = page.data.flatMap(({ data }) => (typeof data.toAccountId === 'string' ? [data.toAccountId] : []));
    const [labels, accounts] = await Promise.all([
      this.reasons.readLabels(this.database.reads),
      this.accounts.readMany(this.database.reads, [...new Set(named)]),
    ]);
    const directory = await this.directories.now();
    const names = namesOf(directory, directory.timeZoneOf(caller.repId), labels);
    const around = { reasons, names, accounts: new Map(accounts.map(({ id: of, name }) => [of, name])) };
    return mapPage(page, (row) => contractTimelineEntry(row, around));
  }

  private async find(id: string, caller: Caller): Promise<Contract> {
    const contract = await this.seen(id, caller);
    if (contract === undefined) throw new NotFoundError('contract', id);
    return contract;
  }

  /** @throws NotFoundError ContractWithdrawnError */
  private async findHeld(id: string, caller: Caller): Promise<Contract> {
    const contract = await this.find(id, caller);
    if (contract.withdrawnAt !== null) throw new ContractWithdrawnError(contract);
    return contract;
  }

  private async seen(id: string, caller: Caller): Promise<Contract | undefined> {
    const sight = dealSightOf(caller, await this.directories.now(), this.time.now());
    return (await this.contracts.readPage(this.database.reads, { id }, sight, null, 1))[0];
  }
}
