import { Injectable } from '@nestjs/common';
import { HandoffStore } from '../handoffs/handoff.store.js';
import type { Tx } from '../platform/database.js';
import { cancelHandoff, completeHandoff, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { replanOutdated } from './replanning.js';
import type { DealCase } from './row-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What deals do to the handoffs that began since they were won: at delivery, and before a term ends. */
@Injectable()
export class SinceWins {
  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
  ) {}

  /** Brings them to what has become of their deals, which whoever calls has locked and written. */
  async follow(tx: Tx, work: UnitOfWork, deals: readonly DealCase[]): Promise<void> {
    const wereWon = new Map(
      deals.filter(({ before }) => before?.stage === 'won').map((deal) => [deal.subjectId, deal]),
    );
    const ids = await this.handoffs.findOpenSinceWins(tx, [...wereWon.keys()]);
    const opened = await this.cases.open(tx, ids);
    work.join(opened);
    for (const each of opened) {
      replanOutdated(work, each);
      bringTo(work, each, wereWon.get(each.handoff.dealId!)!);
    }
  }
}

/** It is about a deal that is won, or about nothing. */
function bringTo(work: UnitOfWork, subject: HandoffCase, { row: deal }: DealCase): void {
  subject.deal = deal;
  if (deal.stage !== 'won') {
    cancelHandoff(work, subject, deal.stage === 'lost' ? 'dealLost' : 'dealReopened');
    return;
  }
  const { state, accountId } = subject.handoff;
  if (accountId !== deal.accountId) subject.handoff = { ...subject.handoff, accountId: deal.accountId };
  // What was missing of its form may have been missing of the deal.
  if (state === 'running') completeHandoff(work, subject);
  else if (subject.missing().length === 0) startHandoff(work, subject);
}
