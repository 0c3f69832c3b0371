import { Injectable } from '@nestjs/common';
import type { Opened } from './acting.service.js';
import type { LeadCase } from './lead-case.js';
import { takeBack } from './taking-back.js';
import { TellingAgain } from './telling-again.service.js';

/** A lead with a deal that is open again. */
interface Reopened {
  readonly leadCase: LeadCase;
  readonly dealId: string;
}

/** Withdraws decisions that were requested because deals were lost. */
@Injectable()
export class DecisionRequests {
  constructor(private readonly telling: TellingAgain) {}

  /**
   * From now on open leads owe what they would owe if their deals had never been lost. A lead without a request in its
   * present cycle stays as it is.
   */
  async withdraw({ context, work }: Pick<Opened, 'context' | 'work'>, reopened: readonly Reopened[]): Promise<void> {
    const facts = await this.telling.readMany(context.tx, [...new Set(reopened.map(({ leadCase }) => leadCase))]);
    for (const { leadCase, dealId } of reopened) {
      const told = facts.get(leadCase)!;
      const standing = { ...told, requests: told.requests.filter((each) => each.dealId !== dealId) };
      if (standing.requests.length === told.requests.length) continue;
      work.record(leadCase, 'lead.decisionWithdrawn', { dealId });
      takeBack(work, leadCase, { told, standing, why: 'dealReopened' });
      facts.set(leadCase, standing);
    }
  }
}
