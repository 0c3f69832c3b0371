import { Injectable } from '@nestjs/common';
import { LedgerStore } from '../../events/ledger.store.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Tx } from '../../platform/sql/database.js';
import { pluck } from '../../platform/values/group.js';
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

/** A lead that names its company, and the rep who would own a deal of it. */
interface CompanyOfLead {
  readonly leadId: string;
  readonly name: AccountName;
  readonly ownerRepId: string | null;
}

/** The fields of a lead by which its account is found. */
const OF_COMPANY = /^(company\.(name|domain)|contact\.(email|phone)|refs\b)/;

/** Finds the accounts of deals, and creates missing ones. The caller holds the lock on all deals. */
@Injectable()
export class DealAccounts {
  constructor(
    private readonly accounts: AccountStore,
    private readonly dealCases: DealCases,
    private readonly ledger: LedgerStore,
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

  /**
   * Returns the leads whose company is the account of other reps, and was named by a rep after the lead came. A deal
   * would show its owner the account with all its contracts, so it does not get the account.
   */
  async findBarred(tx: Tx, leads: readonly CompanyOfLead[]): Promise<ReadonlySet<string>> {
    // First, because it leaves nothing to look up for most leads.
    const renamed = await this.findRenamed(tx, pluck(leads, 'leadId'));
    const suspect = leads.filter(({ leadId }) => renamed.has(leadId));
    if (suspect.length === 0) return new Set();
    const accountIds = await this.findKnown(tx, pluck(suspect, 'name'));
    const known = suspect.flatMap((lead, place) => {
      const accountId = accountIds[place]!;
      return accountId === null ? [] : [{ ...lead, accountId }];
    });
    return this.accounts.findClosed(tx, known);
  }

  /** Returns the leads whose company was changed by a rep. */
  async findRenamed(tx: Tx, leadIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (leadIds.length === 0) return new Set();
    const changes = await this.ledger.readOfSubjects(tx, leadIds, ['lead.updated'], null);
    const byReps = changes.filter(
      ({ actorType, data }) => actorType === 'rep' && (data.fields as string[]).some((field) => OF_COMPANY.test(field)),
    );
    return new Set(pluck(byReps, 'subjectId'));
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
