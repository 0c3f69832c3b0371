import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import type { LeadCase } from '../lifecycle/lead-case.js';
import { LeadCases } from '../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { isId } from '../platform/input/formats.js';
import { contradictionOf, type PathRef, readPathRef } from '../platform/input/path-ref.js';
import { refuse } from '../platform/input/refusal.js';
import { isProgram } from '../platform/values/actor.js';
import { AccountStore } from './accounts/account.store.js';
import { type DealBody, type DealByRefBody, type DealInput, type DealPatch, ReportedDealBody } from './deal.dto.js';
import { DealExistsError } from './deal.errors.js';
import type { Deal, DealStage } from './deal.js';
import { DealStore } from './deal.store.js';
import { DealAccess } from './deal-access.service.js';
import { DealCases } from './deal-cases.service.js';
import { DealGate } from './deal-gate.service.js';
import { DealStages, type ReportedEnd } from './deal-stages.service.js';
import { DealWriting } from './deal-writing.service.js';
import { asReportedElsewhere, readLoss } from './losing.js';
import { faultsOfWorth, readDeal } from './reading-deals.js';
import { RenewalDealStore } from './renewals/renewal-deal.store.js';
import { RenewalOwners } from './renewals/renewal-owners.service.js';
import type { DealCase } from './row-case.js';

/** A deal after a report about it was applied. */
interface TakenDeal {
  readonly deal: Deal;
  readonly isNew: boolean;
}

interface ReportedElsewhere {
  /** Its stage in the source system; null if not reported. */
  readonly end?: (ReportedEnd & { readonly stage: DealStage }) | null;
  readonly newDeal?: typeof ReportedDealBody;
}

@Injectable()
export class DealsService {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leadCases: LeadCases,
    private readonly dealCases: DealCases,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly renewals: RenewalDealStore,
    private readonly renewalOwners: RenewalOwners,
    private readonly writing: DealWriting,
    private readonly stages: DealStages,
    private readonly gate: DealGate,
    private readonly access: DealAccess,
  ) {}

  /** Idempotent: returns the deal with that external id, or the one that the same request created before. */
  create(body: DealBody, caller: Caller): Promise<TakenDeal> {
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const { requestId } = caller;
      const [made] = requestId === undefined ? [] : await this.deals.readMany(tx, [requestId]);
      if (made !== undefined) return { deal: made, isNew: true };
      const known = body.externalId === undefined ? undefined : await this.deals.findByExternalId(tx, body.externalId);
      if (known !== undefined) return { deal: (await this.deals.readMany(tx, [known]))[0]!, isNew: false };
      return this.take(context, null, body, caller);
    });
  }

  /** @throws NotFoundError or ForbiddenError if the caller may not work on it */
  amend(id: string, patch: DealPatch, caller: Caller): Promise<TakenDeal> {
    return this.lifecycle.perform(async (context) => {
      await this.deals.lockAll(context.tx);
      const [deal] = await this.deals.readMany(context.tx, [id]);
      return this.take(context, await this.access.requireWork(context, deal, id, caller), patch, caller);
    });
  }

  /**
   * Updates the deal with an external id, or creates it. An open deal of its lead without an id in that system is taken
   * for it: the lead became an opportunity before the program reported the deal.
   */
  put(key: PathRef, body: DealByRefBody, caller: Caller): Promise<TakenDeal> {
    const { system, ref, faults } = readPathRef(key);
    refuse(faults);
    return this.lifecycle.perform(async (context) => {
      const { tx } = context;
      await this.deals.lockAll(tx);
      const { stage, wonAt, lostReason, lostNote, lostFields, ...patch } = body;
      const [known] = await this.deals.findByRefs(tx, [{ system, ref }]);
      const deal =
        known === undefined
          ? ((await this.openOfLead(context, patch.leadId, system)) ?? (await this.openRenewal(context, patch, system)))
          : (await this.deals.readMany(tx, [known.id]))[0]!;
      const given = (patch.refs ?? {}) as Readonly<Record<string, unknown>>;
      refuse(contradictionOf(given, { system, ref }));
      const refs = { ...given, [system]: ref };
      const { reasons } = context.directory.content;
      // Programs report what has happened already: an invalid disposition becomes a note, to be decided on.
      const reported = asReportedElsewhere(lostReason ?? null, lostNote ?? undefined, reasons);
      const loss = readLoss({ ...reported, fields: lostFields ?? undefined }, reasons, context.now);
      const saysWhy = deal?.stage === 'lost' && (lostReason ?? lostNote ?? null) !== null;
      const is = stage ?? (saysWhy ? 'lost' : null);
      const notice = { reason: lostReason ?? null, givenOn: undefined, note: loss.loss.lostNote, isReport: true };
      const end = is === null ? null : { stage: is, wonAt: wonAt ?? undefined, loss, notice };
      return this.take(context, deal, { ...patch, refs }, caller, { end, newDeal: ReportedDealBody });
    });
  }

  private async openOfLead({ tx }: TransactionContext, leadId: unknown, system: string): Promise<Deal | null> {
    if (typeof leadId !== 'string') return null;
    const open = await this.deals.readOpenOfLead(tx, leadId.toLowerCase());
    return open === undefined || Object.hasOwn(open.refs, system) ? null : open;
  }

  /** Returns the open renewal of the contract that a program reports, unless the program knows it by another id. */
  private async openRenewal({ tx }: TransactionContext, patch: DealPatch, system: string): Promise<Deal | null> {
    const id = await this.findRenewal(tx, patch);
    const [open] = id === undefined ? [] : await this.deals.readMany(tx, [id]);
    return open === undefined || Object.hasOwn(open.refs, system) ? null : open;
  }

  private async findRenewal(
    tx: TransactionContext['tx'],
    { type, contractId }: DealPatch,
  ): Promise<string | undefined> {
    if (type !== 'renewal' || !isId(contractId)) return undefined;
    return this.renewals.findOpenOf(tx, contractId.toLowerCase());
  }

  /**
   * @param deal read under the lock on all deals; null for a new one
   * @param reportedElsewhere what only a report of another system has
   */
  private async take(
    context: TransactionContext,
    deal: Deal | null,
    patch: DealPatch,
    caller: Caller,
    { end = null, newDeal }: ReportedElsewhere = {},
  ): Promise<TakenDeal> {
    const { tx } = context;
    // Locked before the deal is made, so that this report cannot bring back what was erased before.
    const lead = await this.leadOf(tx, deal?.leadId ?? patch.leadId);
    const opened = deal === null ? null : (await this.dealCases.openDeal(tx, deal.id))!;
    const actor = actorOf(caller);
    const { reported, faults, isShaped } = readDeal(opened?.row ?? null, patch, {
      ...(newDeal !== undefined && { newDeal }),
      isOfPerson: !isProgram(actor),
    });
    const unworthy = faultsOfWorth(opened?.row ?? null, reported, end?.stage);
    const accountId = isShaped ? reported.account?.id : undefined;
    const [account] = await this.accounts.readMany(tx, accountId === undefined ? [] : [accountId]);
    const report = { reported, deal: opened, lead, account: account ?? null, caller };
    refuse(
      // The fault of a removed amount says more than that of a currency without one.
      faults.filter(({ pointer }) => unworthy.every((each) => each.pointer !== pointer)),
      unworthy,
      isShaped && (await this.writing.faultsOf(context, report)),
    );
    await this.requireOnlyOne(context, opened, lead);
    if (isNewRenewal(opened?.row ?? null, reported)) {
      const renewal = await this.renewals.findOpenOf(tx, reported.contractId!.toLowerCase());
      if (renewal !== undefined) throw new DealExistsError('The contract has a renewal that is open', renewal);
    }
    const work = this.lifecycle.workOn(lead === null ? [] : [lead], context, actor);
    const { deal: taken, accounts } = await this.writing.take(context, work, report);
    const acting = { context, work, caller };
    const opens = { deal: taken, lead };
    const ended = end === null ? opens : await this.stages.turn(acting, opens, end);
    // A system that names the owner names the same one next time.
    if (patch.ownerRepId === undefined) await this.renewalOwners.bringBack(tx, work, taken);
    await this.dealCases.write(tx, { accounts, deals: [taken] });
    await this.gate.follow(tx, work, [taken]);
    await this.stages.followLead(acting, ended);
    await this.lifecycle.save(tx, work);
    return { deal: taken.row, isNew: deal === null };
  }

  private async leadOf(tx: TransactionContext['tx'], leadId: unknown): Promise<LeadCase | null> {
    if (typeof leadId !== 'string' || !isId(leadId)) return null;
    const [lead] = await this.leadCases.open(tx, [leadId], { withDocuments: true });
    return lead ?? null;
  }

  private async requireOnlyOne(
    { tx }: TransactionContext,
    deal: DealCase | null,
    lead: LeadCase | null,
  ): Promise<void> {
    if (lead === null || (deal !== null && deal.row.stage !== 'open')) return;
    const open = await this.deals.readOpenOfLead(tx, lead.lead.id);
    if (open !== undefined && open.id !== deal?.subjectId)
      throw new DealExistsError('The lead has a deal that is open', open.id);
  }
}

/** Whether a report makes a deal the renewal of a contract, which it was not before. */
function isNewRenewal(deal: Deal | null, { type, contractId }: DealInput): boolean {
  if (type !== 'renewal' || contractId === undefined) return false;
  return (
    deal === null ||
    (deal.stage === 'open' && (deal.type !== 'renewal' || deal.contractId !== contractId.toLowerCase()))
  );
}
