import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { DispositionStore } from '../../disposition/disposition.store.js';
import type { KnownBy } from '../../disposition/suppression.js';
import { LeadStateError, mergedRefusal } from '../../leads/lead.errors.js';
import { newId } from '../../platform/values/ids.js';
import { ActingService, type LeadAction } from '../acting.service.js';
import { Suppressing } from '../arrivals/suppressing.service.js';
import { beginLeadsClock } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { LifecycleService } from '../lifecycle.service.js';
import { CreditingService } from '../moves/crediting.service.js';
import type { ToRoute } from '../routing/decided-leads.js';
import { Router } from '../routing/router.service.js';
import { reopen, writtenBy } from './disposing.js';

/** Why leads are reopened: the reason that a person gives, their reopened deals, or the inquiries of the contact. */
type Because =
  | { readonly reason: string }
  | { readonly dealIds: ReadonlyMap<LeadCase, string> }
  | { readonly inquiryIds: ReadonlyMap<LeadCase, string> };

interface BringingBack {
  readonly because?: Because;
  /** What the persons are known by who asked again, if they are to be checked by that alone. */
  readonly came?: ReadonlyMap<LeadCase, KnownBy>;
}

/** Reopens closed leads: by a person, because the contact asked again, or because their deals were reopened. */
@Injectable()
export class ReopeningService {
  constructor(
    private readonly acting: ActingService,
    private readonly crediting: CreditingService,
    private readonly dispositions: DispositionStore,
    private readonly lifecycle: LifecycleService,
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
   * Reopens closed leads as new cycles and routes them in their order, each to its last owner if eligible. Leads of
   * suppressed persons stay closed.
   */
  async bringBack(
    opened: Pick<LeadAction, 'context' | 'work'>,
    cases: readonly LeadCase[],
    by: 'person' | 'contact',
    { because, came }: BringingBack = {},
  ): Promise<void> {
    await this.crediting.withdraw(opened, cases);
    const { context, work } = opened;
    await this.deal(opened, cases, by, because, (back) => this.suppressing.admit(context.tx, work, back, came));
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
    const cause = inquiryIds === null ? 'reopen' : 'inquiry';
    const placing = { cause, ...(note !== undefined && { note }) } as const;
    const dealIds = because !== undefined && 'dealIds' in because ? because.dealIds : new Map<LeadCase, string>();
    const requests = new Map(
      cases.map((leadCase) => {
        const dealId = dealIds.get(leadCase);
        const inquiryId = inquiryIds?.get(leadCase);
        const facts = { ...(dealId !== undefined && { dealId }), ...(inquiryId !== undefined && { inquiryId }) };
        return [leadCase, reopen(work, leadCase, by, facts)];
      }),
    );
    const admitted = await admit(cases);
    this.lifecycle.saveSoFar(context.tx, work);
    work.advanceTo(await this.router.lock(context.tx));
    const toRoute = admitted.map((leadCase): ToRoute => ({ leadCase, request: requests.get(leadCase)!, placing }));
    await this.router.route(context.tx, work, toRoute);
    for (const leadCase of admitted) beginLeadsClock(work, leadCase, work.now);
  }

  /** Takes dispositions back, which the export reports to the channel. */
  async reverse({ context, work }: Pick<LeadAction, 'context' | 'work'>, cases: readonly LeadCase[]): Promise<void> {
    await this.crediting.withdraw({ context, work }, cases);
    const ids = cases.flatMap(({ lead }) => lead.dispositionId ?? []);
    const taken = await this.dispositions.readMany(context.tx, ids);
    await this.suppressing.liftOf(context.tx, work, ids, 'reopened');
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
