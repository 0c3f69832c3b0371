import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import type { KnownBy } from '../../disposition/suppression.js';
import type { TouchRow } from '../../leads/activity.store.js';
import { LeadStateError, mergedRefusal } from '../../leads/lead.errors.js';
import { partition, pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import { beginLeadsClock } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService } from '../lifecycle.service.js';
import { CreditingService } from '../moves/crediting.service.js';
import { whyNotBackTo } from '../moves/giving-back.js';
import { OpenDeals } from '../open-deals.service.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { assignToOwner } from '../routing/owning.js';
import { Router } from '../routing/router.service.js';
import { renew, reopen, writtenBy } from './disposing.js';
import { giveForDeal, giveToOwnersOfDeals } from './giving-for-deals.js';

/** Why leads are reopened: the reason that a person gives, or the forms or touches of the persons of the leads. */
type Because =
  | { readonly reason: string }
  | { readonly inquiryIds: ReadonlyMap<LeadCase, string> }
  | { readonly touches: ReadonlyMap<LeadCase, Pick<TouchRow, 'id' | 'kind'>> };

interface BringingBack {
  readonly because?: Because;
  /** What the persons are known by who asked again, if they are to be checked by that alone. */
  readonly came?: ReadonlyMap<LeadCase, KnownBy>;
}

/** A closed lead that opens because of its deal. */
export interface OpeningByDeal {
  readonly leadCase: LeadCase;
  readonly deal: { readonly id: string; readonly ownerRepId: string | null };
  readonly why: 'dealReopened' | 'dealOpened' | 'dealWon';
  /** Whether the loss of this deal closed the lead, so that all that the closing did is taken back. */
  readonly isOwnClosing: boolean;
}

/** Reopens closed leads: by a person, because the contact asked again, or because of their deals. */
@Injectable()
export class ReopeningService {
  constructor(
    private readonly acting: ActingService,
    private readonly crediting: CreditingService,
    private readonly dispositions: DispositionStore,
    private readonly lifecycle: LifecycleService,
    private readonly openDeals: OpenDeals,
    private readonly router: Router,
    private readonly suppressing: Suppressing,
  ) {}

  reopen(id: string, reason: string, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async (opened) => {
      const { lead } = opened.leadCase;
      if (lead.status === 'open') throw new LeadStateError('Only a closed lead can be reopened', lead);
      if (lead.mergedInto !== null) throw mergedRefusal(lead.mergedInto, lead);
      await this.reopenMany(opened, [opened.leadCase], { reason });
    });
  }

  /** Takes back the dispositions of closed leads and opens them again. */
  async reopenMany(
    opened: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    because: Because,
  ): Promise<void> {
    await this.reverse(opened, cases);
    // Suppressions do not prevent it: the person who reopens a lead can see them, and decides.
    await this.deal(opened, cases, 'person', because);
  }

  /**
   * Reopens closed leads as new cycles and routes them in their order, each to its last owner if eligible; those with
   * an open deal go to its owner. Leads of suppressed persons stay closed unless they have an open deal.
   */
  async bringBack(
    opened: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    by: 'person' | 'contact',
    { because, came }: BringingBack = {},
  ): Promise<void> {
    await this.crediting.withdraw(opened, cases);
    const { context, work } = opened;
    await this.deal(opened, cases, by, because, (back) => this.suppressing.admit(context.tx, work, back, { came }));
  }

  /**
   * Begins new cycles of open leads whose persons ask again. Each stays with its owner, or goes to the rep who stands in
   * for them; if they have left or nobody stands in, it is routed.
   * @param asking the forms that their persons have sent
   */
  async renew(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    asking: ReadonlyMap<LeadCase, string>,
  ): Promise<void> {
    if (asking.size === 0) return;
    this.lifecycle.saveSoFar(context.tx, work);
    // Before the cycles end, so that the owners of the new ones have them from that instant.
    work.advanceTo(await this.router.lock(context.tx));
    const requests = Array.from(asking, ([leadCase, inquiryId]) => {
      const ownerId = leadCase.lead.ownerId!;
      const poolChosen = leadCase.assignment?.poolChosen ?? false;
      return { leadCase, ownerId, poolChosen, request: renew(work, leadCase, 'contact', { inquiryId }) };
    });
    const placing = { cause: 'inquiry' } as const;
    const [kept, left] = partition(
      requests,
      ({ ownerId }) => whyNotBackTo(ownerId, null, work.directory, work.now) === null,
    );
    // Those that stay where they are stay in the pools that people have chosen for them.
    for (const { leadCase, ownerId, poolChosen } of kept)
      assignToOwner(work, leadCase, ownerId, { ...placing, poolChosen });
    await this.router.route(
      context.tx,
      work,
      left.map(({ leadCase, ownerId, request }): ToRoute => {
        const hasLeft = work.directory.rep(ownerId)?.active !== true;
        return { leadCase, request, placing: hasLeft ? { ...placing, facts: passedOver(ownerId) } : placing };
      }),
    );
    for (const { leadCase, ownerId } of requests) {
      const { ownerId: toRepId } = leadCase.lead;
      if (toRepId !== ownerId) work.notify(ownerId, 'lead.movedAway', leadCase, { toRepId, ...placing });
      beginLeadsClock(work, leadCase, work.now);
    }
  }

  private async deal(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    by: 'person' | 'contact',
    because: Because | undefined,
    admit = async (back: readonly LeadCase[]): Promise<readonly LeadCase[]> => back,
  ): Promise<void> {
    const note = because !== undefined && 'reason' in because ? because.reason : undefined;
    const inquiryIds = because !== undefined && 'inquiryIds' in because ? because.inquiryIds : null;
    const touches = because !== undefined && 'touches' in because ? because.touches : null;
    const placingOf = (leadCase: LeadCase) => {
      const touchKind = touches?.get(leadCase)?.kind;
      return {
        cause: inquiryIds === null ? 'reopen' : 'inquiry',
        ...(note !== undefined && { note }),
        ...(touchKind !== undefined && { facts: { touchKind } }),
      } as const;
    };
    const requests = new Map(
      cases.map((leadCase) => {
        const [inquiryId, touch] = [inquiryIds?.get(leadCase), touches?.get(leadCase)];
        const opening = {
          ...(inquiryId !== undefined && { inquiryId }),
          ...(touch !== undefined && { touchId: touch.id, touchKind: touch.kind }),
        };
        return [leadCase, reopen(work, leadCase, by, opening)];
      }),
    );
    const admitted = await admit(cases);
    const deals = await this.openDeals.find(context.tx, pluck(admitted, 'subjectId'));
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const back = admitted.map(
      (leadCase): ToRoute => ({ leadCase, request: requests.get(leadCase)!, placing: placingOf(leadCase) }),
    );
    const { others, ownerless } = giveToOwnersOfDeals(work, back, deals, by === 'contact');
    await this.router.route(context.tx, work, [...others, ...ownerless]);
    for (const { leadCase } of others) beginLeadsClock(work, leadCase, work.now);
  }

  /**
   * Opens leads because of their deals, which takes the routing lock. Each belongs to the owner of its deal, and nobody
   * owes a first touch. Without an active owner it is routed, unless it is about to be won. Suppressions do not prevent
   * it, and stay in force unless the loss of the deal itself had added them.
   */
  async openForDeals(opened: Pick<LeadAction, 'context' | 'work'>, openings: readonly OpeningByDeal[]): Promise<void> {
    if (openings.length === 0) return;
    const { context, work } = opened;
    const [theirs, others] = partition(openings, ({ isOwnClosing }) => isOwnClosing);
    await this.reverse(opened, pluck(theirs, 'leadCase'));
    await this.reverse(opened, pluck(others, 'leadCase'), false);
    const requests = openings.map(({ leadCase, deal, why }) => {
      const former = leadCase.lead.ownerId;
      return { former, request: reopen(work, leadCase, 'person', { dealId: deal.id, why }) };
    });
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const toRoute = openings.flatMap(({ leadCase, deal, why }, index) => {
      const { former, request } = requests[index]!;
      return giveForDeal(work, leadCase, {
        deal,
        request,
        ...(why === 'dealWon' && { wonBy: deal.ownerRepId ?? former }),
      });
    });
    await this.router.route(context.tx, work, toRoute);
  }

  /** Takes dispositions back, which the export reports to the channel. */
  async reverse(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    isLifting = true,
  ): Promise<void> {
    if (cases.length === 0) return;
    await this.crediting.withdraw({ context, work }, cases);
    const ids = cases.flatMap(({ lead }) => lead.dispositionId ?? []);
    const taken = await this.dispositions.readMany(context.tx, ids);
    if (isLifting) await this.suppressing.liftOf(context.tx, work, ids, 'reopened');
    await this.dispositions.insertMany(
      context.tx,
      [...taken.values()].map((row) => ({
        ...row,
        id: newId(work.now),
        kind: 'reversed',
        supersedes: row.id,
        intent: 'reversed',
        decidedAt: work.now,
        ...writtenBy(work.actor),
      })),
    );
  }
}

/** Data of the event about an owner who has left. */
function passedOver(ownerId: string) {
  return { insteadOf: [ownerId], inactive: true };
}
