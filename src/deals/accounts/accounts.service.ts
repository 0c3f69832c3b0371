import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../../auth/scope.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { step } from '../../platform/fault.js';
import { contradictionOf, faultsOfTakenRefs, type PathRef, readPathRef } from '../../platform/path-ref.js';
import { NotFoundError, refuse } from '../../platform/refusal.js';
import { DealStore } from '../deal.store.js';
import { DealCases } from '../deal-cases.service.js';
import type { AccountCase } from '../row-case.js';
import { type Account, beginAccount, changeAccount } from './account.js';
import type { AccountBody, AccountPatch } from './account.schema.js';
import { AccountStore } from './account.store.js';
import { typeAsTold } from './account-type.js';
import { type ReadAccount, readAccount } from './reading-accounts.js';

/** An account as it is after something was told of it. */
export interface TakenAccount {
  readonly account: Account;
  readonly isNew: boolean;
}

/** Takes in what is told of accounts. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealCases: DealCases,
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
  ) {}

  /** A request that has made one before finds it, also where its answer was lost. */
  create(body: AccountBody, caller: Caller): Promise<TakenAccount> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const { requestId } = caller;
      const [made] = await this.accounts.readMany(context.tx, requestId === undefined ? [] : [requestId]);
      return made === undefined ? this.take(context, null, body, caller) : { account: made, isNew: true };
    });
  }

  /** @throws NotFoundError */
  amend(id: string, patch: AccountPatch, caller: Caller): Promise<TakenAccount> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [account] = await this.dealCases.openAccounts(context.tx, [id]);
      if (account === undefined) throw new NotFoundError('account', id);
      return this.take(context, account, patch, caller);
    });
  }

  /** The account that a program knows by an id of its own, made where there is none. */
  put(key: PathRef, patch: AccountPatch, caller: Caller): Promise<TakenAccount> {
    const { system, ref, faults } = readPathRef(key);
    refuse(faults);
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [known] = await this.accounts.findByRefs(context.tx, [{ system, ref }]);
      const [account] = await this.dealCases.openAccounts(context.tx, known === undefined ? [] : [known.id]);
      const given = (patch.refs ?? {}) as Readonly<Record<string, unknown>>;
      refuse(contradictionOf(given, { system, ref }));
      const refs = { ...given, [system]: ref };
      return this.take(context, account ?? null, { ...patch, refs }, caller);
    });
  }

  private async take(
    context: TransactionContext,
    account: AccountCase | null,
    patch: AccountPatch,
    caller: Caller,
  ): Promise<TakenAccount> {
    const { tx } = context;
    const read = readAccount(account?.row ?? null, patch);
    refuse([...read.faults, ...(read.faults.length > 0 ? [] : await this.faultsOf(context, account, read))]);
    const work = this.lifecycle.workOn([], context, actorOf(caller));
    if (account !== null) this.dealCases.at(work, [account]);
    const taken = account ?? beginAccount(work, { id: caller.requestId ?? work.newId(), ...read.fields });
    if (account !== null) {
      const typed = read.changed.includes('type') ? typeAsTold(account.row, read.fields.type) : {};
      changeAccount(work, account, { ...read.fields, ...typed }, read.changed);
    }
    await this.dealCases.write(tx, { accounts: [taken] });
    await this.lifecycle.save(tx, work);
    return { account: taken.row, isNew: account === null };
  }

  /** What only the database knows: whose a domain is, or an id elsewhere, and who there is. */
  private async faultsOf({ tx, directory }: TransactionContext, account: AccountCase | null, { fields }: ReadAccount) {
    const { domains, refs, ownerRepId, roles } = fields;
    const others = (id: string | undefined) => id !== undefined && id !== account?.subjectId;
    const byDomain = await this.accounts.findByDomains(tx, domains);
    const wanted = Object.entries(refs).map(([system, ref]) => ({ system, ref }));
    const byRef = (await this.accounts.findByRefs(tx, wanted)).filter(({ id }) => others(id));
    const isUnknown = ownerRepId !== null && directory.rep(ownerRepId) === undefined;
    return [
      ...domains.flatMap((domain, place) => {
        const id = byDomain.get(domain);
        if (!others(id)) return [];
        const message = `${domain} is a domain of account ${id} already.`;
        return [{ pointer: `/domains${step(place)}`, code: 'taken', message }];
      }),
      ...faultsOfTakenRefs(byRef, 'account'),
      ...Object.entries(roles)
        .filter(([, repId]) => directory.rep(repId) === undefined)
        .map(([role, repId]) => ({
          pointer: `/roles/${role}`,
          code: 'unknownId',
          message: `There is no rep ${repId}.`,
        })),
      ...(isUnknown ? [{ pointer: '/ownerRepId', code: 'unknownId', message: `There is no rep ${ownerRepId}.` }] : []),
    ];
  }
}
