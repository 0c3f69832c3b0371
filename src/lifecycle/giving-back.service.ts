import { Injectable } from '@nestjs/common';
import { ActivityStore, type TouchRow } from '../leads/activity.store.js';
import { groupBy } from '../platform/group.js';
import { giveBack, hasWorkedOnIt } from './giving-back.js';
import type { LeadCase } from './lead-case.js';
import type { TransactionContext } from './lifecycle.service.js';
import { Router } from './router.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** Gives leads back to owners who lost them by a miss that was none, if they are at work. */
@Injectable()
export class GivingBack {
  constructor(
    private readonly activity: ActivityStore,
    private readonly router: Router,
  ) {}

  /** @param claims the rep who gets each lead back @param touches of this transaction, which are not stored yet */
  async giveBack(
    { tx }: TransactionContext,
    work: UnitOfWork,
    claims: ReadonlyMap<LeadCase, string>,
    touches: readonly TouchRow[],
  ): Promise<void> {
    // The same touches may have closed the lead as unreachable.
    const claimed = [...claims].filter(
      ([{ lead }, repId]) => lead.status === 'open' && !work.directory.isAwayAt(repId, work.now),
    );
    if (claimed.length === 0) return;
    const leads = claimed.map(([{ lead }]) => lead);
    const all = groupBy([...(await this.activity.readOfCycles(tx, leads)), ...touches], ({ leadId }) => leadId);
    const free = claimed.filter(([leadCase]) => !hasWorkedOnIt(leadCase, all.get(leadCase.lead.id) ?? []));
    if (free.length === 0) return;
    work.advanceTo(await this.router.lock(tx));
    for (const [leadCase, repId] of free) giveBack(work, leadCase, repId);
  }
}
