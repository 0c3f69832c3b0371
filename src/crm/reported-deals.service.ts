import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { AccountStore } from '../deals/accounts/account.store.js';
import { type DealInput, type DealPatch, ReportedDealBody } from '../deals/deal.dto.js';
import type { Deal, DealStage } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { DealCases } from '../deals/deal-cases.service.js';
import { DealGate } from '../deals/deal-gate.service.js';
import { DealLeads } from '../deals/deal-leads.service.js';
import type { ReportedEnd } from '../deals/deal-stages.service.js';
import { DealWriting, type ReportedDeal } from '../deals/deal-writing.service.js';
import type { ReadLoss } from '../deals/losing.js';
import { readDeal } from '../deals/reading-deals.js';
import type { DealCase } from '../deals/row-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Fault } from '../platform/input/fault.js';
import type { Actor } from '../platform/values/actor.js';
import { pluck } from '../platform/values/group.js';
import { endedOf, ReportedStages, wonAtFault } from './reported-stages.service.js';

/** A deal reported by a system under its own id. */
export interface DealByRef {
  readonly ref: string;
  readonly patch: DealPatch;
  /** The system's id of an account that no account has yet; a newly created one gets it. */
  readonly accountRef: string | null;
  /** The reported stage; null if none. */
  readonly end: (ReportedEnd & { readonly stage: DealStage }) | null;
  /** The reason of a loss that was already reported. */
  readonly why: ReadLoss | null;
}

interface PutDeal {
  readonly ref: string;
  /** Null if it was refused. */
  readonly deal: Deal | null;
  /** Why it, or part of it, was refused. */
  readonly faults: readonly Fault[];
}

interface Reporter {
  readonly system: string;
  readonly caller: Caller;
  readonly actor: Actor;
}

interface Readable {
  readonly byRef: DealByRef;
  readonly reported: DealInput;
  readonly deal: DealCase | null;
  readonly faults: readonly Fault[];
}

/** Stores reported deals, with one statement per table for any number of them. */
@Injectable()
export class ReportedDeals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leadCases: LeadCases,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly writing: DealWriting,
    private readonly stages: ReportedStages,
    private readonly leads: DealLeads,
    private readonly gate: DealGate,
  ) {}

  /**
   * Creates or updates deals. Each ref occurs once, owners and accounts given by id exist, and the caller holds the
   * lock of all deals.
   * @returns the results in the order of the deals
   */
  async put(
    context: TransactionContext,
    all: readonly DealByRef[],
    { system, caller, actor }: Reporter,
  ): Promise<PutDeal[]> {
    const { tx } = context;
    const known = await this.deals.findByRefs(
      tx,
      all.map(({ ref }) => ({ system, ref })),
    );
    const ids = known.map(({ id }) => id);
    const leadIds = (await this.deals.readMany(tx, ids)).flatMap(({ leadId }) => leadId ?? []);
    // Leads are locked before deals.
    const leads = await this.leadCases.open(tx, leadIds, { withDocuments: true });
    const opened = new Map((await this.dealCases.openDeals(tx, ids)).map((each) => [each.subjectId, each]));
    const dealOf = new Map(known.map(({ ref, id }) => [ref, opened.get(id)!]));
    const read = all.map((byRef): Readable => {
      const deal = dealOf.get(byRef.ref) ?? null;
      return { byRef, deal, ...this.read(byRef, deal?.row ?? null, system) };
    });
    const taken = read.filter(({ faults }) => faults.length === 0);
    const work = this.lifecycle.workOn(leads, context, actor);
    const leadOf = new Map(leads.map((each) => [each.lead.id, each]));
    const leadFor = ({ row }: DealCase) => leadOf.get(row.leadId ?? '') ?? null;
    const accounts = await this.accountsOf(context, taken);
    const { deals, accounts: named } = await this.writing.takeMany(
      context,
      work,
      taken.map(({ reported, deal, byRef: { accountRef } }): ReportedDeal => {
        const lead = leadOf.get(deal?.row.leadId ?? '') ?? null;
        const account = accounts.get(reported.account?.id ?? '') ?? null;
        return {
          reported,
          deal,
          lead,
          account,
          caller,
          ...(accountRef !== null && { accountRef: { system, ref: accountRef } }),
        };
      }),
    );
    const byRef = new Map(taken.map((each, index) => [each.byRef.ref, deals[index]!]));
    const stages = taken.flatMap(({ byRef: { ref, end } }) => {
      const deal = byRef.get(ref)!;
      return end === null ? [] : [{ deal, lead: leadFor(deal), end }];
    });
    const acting = { context, work, caller };
    const odd = await this.stages.enter(acting, stages);
    const whys = new Map(taken.flatMap(({ byRef: { ref, why } }) => (why === null ? [] : [[byRef.get(ref)!, why]])));
    for (const [deal, { loss }] of whys) await this.stages.explain(acting, { deal, lead: leadFor(deal) }, loss);
    await this.dealCases.write(tx, { accounts: named, deals });
    await this.gate.follow(tx, work, deals);
    const ends = new Map(stages.map(({ deal, end }) => [deal, end]));
    const misdated = await this.leads.follow(
      acting,
      deals.map((deal) => endedOf(deal, leadFor(deal), { ...ends.get(deal), why: whys.get(deal) })),
    );
    await this.lifecycle.save(tx, work);
    const faultsOfEnd = (deal: DealCase) => [...(odd.get(deal) ?? []), ...(misdated.get(deal) ?? []).map(wonAtFault)];
    return read.map(({ byRef: { ref }, faults }) => {
      const deal = byRef.get(ref);
      return { ref, deal: deal?.row ?? null, faults: deal === undefined ? faults : faultsOfEnd(deal) };
    });
  }

  /** Returns the faults for which deals would be refused now, by ref. */
  async faultsOf(
    { tx }: TransactionContext,
    all: readonly DealByRef[],
    system: string,
  ): Promise<ReadonlyMap<string, readonly Fault[]>> {
    const known = await this.deals.findByRefs(
      tx,
      all.map(({ ref }) => ({ system, ref })),
    );
    const rows = await this.deals.readMany(tx, pluck(known, 'id'));
    const byId = new Map(rows.map((row) => [row.id, row]));
    const deal = new Map(known.map(({ ref, id }) => [ref, byId.get(id)!]));
    return new Map(all.map((each) => [each.ref, this.read(each, deal.get(each.ref) ?? null, system).faults]));
  }

  async findKnown({ tx }: TransactionContext, system: string, refs: readonly string[]): Promise<string[]> {
    const found = await this.deals.findByRefs(
      tx,
      refs.map((ref) => ({ system, ref })),
    );
    return found.map(({ ref }) => ref);
  }

  async findAccounts(
    { tx }: TransactionContext,
    system: string,
    refs: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const found = await this.accounts.findByRefs(
      tx,
      refs.map((ref) => ({ system, ref })),
    );
    return new Map(found.map(({ ref, id }) => [ref, id]));
  }

  private read({ ref, patch }: DealByRef, deal: Deal | null, system: string) {
    return readDeal(deal, { ...patch, refs: { [system]: ref } }, { newDeal: ReportedDealBody });
  }

  private async accountsOf({ tx }: TransactionContext, taken: readonly Readable[]) {
    const accounts = await this.accounts.readMany(
      tx,
      taken.flatMap(({ reported }) => reported.account?.id ?? []),
    );
    return new Map(accounts.map((each) => [each.id, each]));
  }
}
