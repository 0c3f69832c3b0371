import { Injectable } from '@nestjs/common';
import { ForbiddenError } from '../../auth/auth.errors.js';
import { type Caller, may } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { dealSightOf, dealWorkSightOf, isOfSight } from '../../deals/deal-sight.js';
import type { TimeAndDirectory } from '../../lifecycle/lifecycle.service.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import type { Sql } from '../../platform/sql/database.js';
import { RenewalStore } from '../renewals/renewal.store.js';
import { ContractStore } from './contract.store.js';
import { ACTS_OF_OWNERS, CONTRACT_ACTS, type ContractAct } from './contract-acts.js';

/** Programs change all contracts; people those of which they own the account or the renewal, or a rep below them does. */
@Injectable()
export class ContractAccess {
  constructor(
    private readonly contracts: ContractStore,
    private readonly accounts: AccountStore,
    private readonly renewals: RenewalStore,
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
  async requireWork(sql: Sql, id: string, caller: Caller, at: TimeAndDirectory): Promise<void> {
    const actsOf = await this.actsOn(sql, [id], caller, at);
    if (actsOf(id).length > 0) return;
    const seen = await this.contracts.readPage(sql, { id }, dealSightOf(caller, at.directory, at.now), null, 1);
    throw seen.length === 0 ? new NotFoundError('contract', id) : ofOwners('a contract');
  }

  /** For a new contract. @throws NotFoundError if the caller may not see the account, ForbiddenError if it is not theirs */
  async requireAccount(sql: Sql, accountId: string, caller: Caller, at: TimeAndDirectory): Promise<void> {
    if (may(caller, 'integration')) return;
    const [account] = await this.accounts.readMany(sql, [accountId]);
    const owners = [account?.ownerRepId ?? null, account?.roles.manager ?? null];
    if (owners.some((repId) => isOfSight(dealWorkSightOf(caller, at), repId))) return;
    const sight = dealSightOf(caller, at.directory, at.now);
    const seen = await this.accounts.readPage(sql, { id: accountId }, sight, null, 1);
    throw seen.length > 0 ? ofOwners('a contract of an account') : new NotFoundError('account', accountId);
  }
}

function ofOwners(what: string): ForbiddenError {
  return new ForbiddenError(
    `You may only read it: ${what} is changed by the owner of the account or of its renewal, by a manager above them, or by a program.`,
  );
}
