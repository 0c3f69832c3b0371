import { Injectable } from '@nestjs/common';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { DealCases } from '../deal-cases.service.js';
import type { AccountCase } from '../row-case.js';
import { ACCOUNT_DEFAULTS, type AccountName, beginAccount, changeAccount } from './account.js';
import { AccountStore } from './account.store.js';
import { type KnownAccounts, resolveAccounts } from './accounts-by-name.js';

/** The account that a deal names, and its owner if it is created. */
interface NamedAccount {
  readonly name: AccountName;
  readonly ownerRepId: string | null;
  /** External id of the account if it is created; no account has it yet. */
  readonly ref?: { readonly system: string; readonly ref: string };
}

/** The account of each name, in order, and those to be written. */
interface FoundAccounts {
  readonly accountIds: readonly string[];
  readonly cases: readonly AccountCase[];
}

/** Finds the accounts of deals, and creates missing ones. The caller holds the lock on all deals. */
@Injectable()
export class DealAccounts {
  constructor(
    private readonly accounts: AccountStore,
    private readonly dealCases: DealCases,
  ) {}

  async find(tx: Tx, work: UnitOfWork, named: readonly NamedAccount[]): Promise<FoundAccounts> {
    if (named.length === 0) return { accountIds: [], cases: [] };
    const names = named.map(({ name }) => name);
    const resolved = resolveAccounts(names, await this.known(tx, names), () => work.newId());
    const growing = resolved.flatMap(({ accountId, gets }) => (gets === 'domain' ? [accountId] : []));
    const cases = new Map<string, AccountCase>();
    const given = new Set<string>();
    const opened = await this.dealCases.openAccounts(tx, growing);
    work.advanceToLatest(opened);
    for (const each of opened) cases.set(each.subjectId, each);
    for (const [place, { accountId, gets }] of resolved.entries()) {
      if (gets === 'all') cases.set(accountId, make(work, accountId, withRefOnce(named[place]!, given)));
      if (gets === 'domain') addDomain(work, cases.get(accountId)!, names[place]!.domain!);
    }
    return { accountIds: resolved.map(({ accountId }) => accountId), cases: [...cases.values()] };
  }

  /** Returns the accounts that deals with these names would get, in order; null where one would be created. */
  async findKnown(tx: Tx, names: readonly AccountName[]): Promise<(string | null)[]> {
    if (names.length === 0) return [];
    const resolved = resolveAccounts(names, await this.known(tx, names), () => NONE);
    return resolved.map(({ accountId }) => (accountId === NONE ? null : accountId));
  }

  private async known(tx: Tx, names: readonly AccountName[]): Promise<KnownAccounts> {
    const texts = names.map(({ name }) => name);
    return {
      byDomain: await this.accounts.findByDomains(
        tx,
        names.flatMap(({ domain }) => domain ?? []),
      ),
      byNameAlone: await this.accounts.findByNames(tx, texts, false),
      byName: await this.accounts.findByNames(tx, texts, true),
    };
  }
}

const NONE = '';

/** Two accounts of different names cannot share an external id: the first one gets it. */
function withRefOnce(named: NamedAccount, given: Set<string>): NamedAccount {
  const key = `${named.ref?.system} ${named.ref?.ref}`;
  const { ref: _, ...rest } = named;
  const isTaken = given.has(key);
  given.add(key);
  return isTaken ? rest : named;
}

function make(work: UnitOfWork, id: string, { name: { name, domain }, ownerRepId, ref }: NamedAccount): AccountCase {
  return beginAccount(work, {
    ...ACCOUNT_DEFAULTS,
    id,
    name,
    domains: domain === null ? [] : [domain],
    refs: ref === undefined ? {} : { [ref.system]: ref.ref },
    ownerRepId,
  });
}

function addDomain(work: UnitOfWork, account: AccountCase, domain: string): void {
  changeAccount(work, account, { domains: [...account.row.domains, domain] }, ['domains']);
}
