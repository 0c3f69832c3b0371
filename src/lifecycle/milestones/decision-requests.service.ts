import { Injectable } from '@nestjs/common';
import { pluck } from '../../platform/values/group.js';
import type { LeadAction } from '../acting.service.js';
import { CycleFactsReader } from '../corrections/cycle-facts.service.js';
import { takeBack } from '../corrections/taking-back.js';
import type { LeadCase } from '../lead-case.js';

/** A lead with a deal that is open, for the first time or again. */
interface LeadWithOpenDeal {
  readonly leadCase: LeadCase;
  readonly dealId: string;
}

/** Withdraws decisions that were requested because deals were lost: a lead is worked on for the deal that is open. */
@Injectable()
export class DecisionRequests {
  constructor(private readonly cycleFacts: CycleFactsReader) {}

  /**
   * Withdraws the requests, so that open leads owe what they would owe if their deals had never been lost. A lead
   * without a request in its present cycle stays as it is.
   */
  async withdraw(
    { context, work }: Pick<LeadAction, 'context' | 'work'>,
    opening: readonly LeadWithOpenDeal[],
  ): Promise<void> {
    const facts = await this.cycleFacts.readMany(context.tx, pluck(opening, 'leadCase'));
    for (const { leadCase, dealId: openDealId } of opening) {
      const known = facts.get(leadCase)!;
      const lost = new Set(known.requests.map(({ dealId }) => dealId));
      if (lost.size === 0) continue;
      for (const dealId of lost)
        work.record(leadCase, 'lead.decisionWithdrawn', { dealId, ...(dealId !== openDealId && { openDealId }) });
      const why = lost.has(openDealId) ? 'dealReopened' : 'dealOpened';
      takeBack(work, leadCase, { before: known, standing: { ...known, requests: [] }, why });
    }
  }
}
