import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { AccountStore } from '../deals/accounts/account.store.js';
import type { DealInput, DealPatch } from '../deals/deal.dto.js';
import type { Deal, DealStage } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { DealCases } from '../deals/deal-cases.service.js';
import { explainLoss } from '../deals/deal-ends.js';
import { DealGate } from '../deals/deal-gate.service.js';
import { DealLeads } from '../deals/deal-leads.service.js';
import type { ReportedEnd } from '../deals/deal-stages.service.js';
import { DealWriting, type ReportedDeal } from '../deals/deal-writing.service.js';
import type { ReadLoss } from '../deals/losing.js';
import { readDeal } from '../deals/reading-deals.js';
import type { DealCase } from '../deals/row-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import type { Actor } from '../platform/actor.js';
import type { Fault } from '../platform/fault.js';
import { endedOf, oddDate, ReportedStages } from './reported-stages.service.js';

/** What a system tells of a deal that it knows by an id of its own. */
export interface DealByRef {
  readonly ref: string;
  readonly patch: DealPatch;
  /** The id there of the account that it names, where no account has that yet: one that is made has it. */
  readonly accountRef: string | null;
  /** How it stands there; null where that is not told. */
  readonly end: (ReportedEnd & { readonly stage: DealStage }) | null;
  /** Why it is lost, where it is and that was told before. */
  readonly why: ReadLoss | null;
}

/** What became of it. */
interface PutDeal {
  readonly ref: string;
  /** Null where nothing was taken of it. */
  readonly deal: Deal | null;
  /** Why not, or which part not. */
  readonly faults: readonly Fault[];
}

/** By whom they are told. */
export interface Reporter {
  readonly system: string;
  readonly caller: Caller;
  readonly actor: Actor;
}

interface Readable {
  readonly byRef: DealByRef;
  readonly told: DealInput;
  readonly deal: DealCase | null;
  readonly faults: readonly Fault[];
}

/** Takes in what is told of many deals by their ids elsewhere, a statement for each table, whatever their number. */
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
   * Each of them once; owners and accounts that are named by id are there. Whoever calls has the lock of all deals.
   * @returns in their order
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
      taken.map(({ told, deal, byRef: { accountRef } }): ReportedDeal => {
        const lead = leadOf.get(deal?.row.leadId ?? '') ?? null;
        const account = accounts.get(told.account?.id ?? '') ?? null;
        return {
          told,
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
    for (const [deal, { loss }] of whys) explainLoss(work, { deal, lead: leadFor(deal) }, loss);
    await this.dealCases.write(tx, { accounts: named, deals });
    await this.gate.follow(tx, work, deals);
    const ends = new Map(stages.map(({ deal, end }) => [deal, end]));
    const misdated = await this.leads.follow(
      acting,
      deals.map((deal) => endedOf(deal, leadFor(deal), { ...ends.get(deal), why: whys.get(deal) })),
    );
    await this.lifecycle.save(tx, work);
    const faultsOfEnd = (deal: DealCase) => [...(odd.get(deal) ?? []), ...(misdated.get(deal) ?? []).map(oddDate)];
    return read.map(({ byRef: { ref }, faults }) => {
      const deal = byRef.get(ref);
      return { ref, deal: deal?.row ?? null, faults: deal === undefined ? faults : faultsOfEnd(deal) };
    });
  }

  /** Why they could not be taken as things stand, by their ids elsewhere. */
  async faultsOf(
    { tx }: TransactionContext,
    all: readonly DealByRef[],
    system: string,
  ): Promise<ReadonlyMap<string, readonly Fault[]>> {
    const known = await this.deals.findByRefs(
      tx,
      all.map(({ ref }) => ({ system, ref })),
    );
    const rows = await this.deals.readMany(
      tx,
      known.map(({ id }) => id),
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    const deal = new Map(known.map(({ ref, id }) => [ref, byId.get(id)!]));
    return new Map(all.map((each) => [each.ref, this.read(each, deal.get(each.ref) ?? null, system).faults]));
  }

  /** Which of a system's ids are of deals here. */
  async findKnown({ tx }: TransactionContext, system: string, refs: readonly string[]): Promise<string[]> {
    const found = await this.deals.findByRefs(
      tx,
      refs.map((ref) => ({ system, ref })),
    );
    return found.map(({ ref }) => ref);
  }

  /** The ids of accounts that a system knows by its own. */
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
    return readDeal(deal, { ...patch, refs: { [system]: ref } });
  }

  private async accountsOf({ tx }: TransactionContext, taken: readonly Readable[]) {
    const accounts = await this.accounts.readMany(
      tx,
      taken.flatMap(({ told }) => told.account?.id ?? []),
    );
    return new Map(accounts.map((each) => [each.id, each]));
  }
}
