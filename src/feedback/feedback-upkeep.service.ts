import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../directory/directory.service.js';
import { LeadStore } from '../leads/lead.store.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { system } from '../platform/values/actor.js';
import { DELIVERY_KINDS } from './delivery.js';
import { DeliveryStore } from './delivery.store.js';
import type { DeliveryRow } from './delivery-row.js';
import { DestinationStore } from './destinations/destination.store.js';
import { dispatch, leased } from './dispatch/dispatch.js';
import { DueStore } from './dispatch/due.store.js';
import { LedgerKeeping, type LockedDestination } from './ledger-keeping.service.js';
import { feedbackLeadOf } from './planning/lead-story.js';
import { transportOf } from './platforms.js';

/** Deliveries per transaction. */
const MOST = 1_000;

/** Applies what time alone changes: deliveries expire, are about to, or count as accepted in shadow mode. */
@Injectable()
export class FeedbackUpkeep {
  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly deliveries: DeliveryStore,
    private readonly dues: DueStore,
    private readonly leads: LeadStore,
    private readonly keeping: LedgerKeeping,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async look(): Promise<void> {
    for (const id of await this.destinations.readIds()) {
      let isMore = true;
      while (isMore) isMore = await this.database.engine.transaction((tx) => this.settle(tx, id));
    }
  }

  /** @returns whether there may be more */
  private async settle(tx: Tx, id: string): Promise<boolean> {
    const destination = await this.destinations.lock(tx, id);
    if (destination === undefined) return false;
    const locked = { tx, destination, now: this.time.now() };
    const expired = await this.expire(locked);
    const isShadow = destination.mode === 'shadow';
    const accepted = isShadow ? await this.pretend(locked) : 0;
    if (!isShadow) await this.keeping.warnOfEnding(locked);
    return expired === MOST || accepted === MOST;
  }

  private async expire(locked: LockedDestination): Promise<number> {
    const { tx, destination, now } = locked;
    const rows = await this.dues.lockExpired(tx, destination.id, now, MOST);
    if (rows.length === 0) return 0;
    const over = rows.map((row): DeliveryRow => ({ ...row, state: 'expired', leasedUntil: null }));
    await this.keeping.update(locked, over);
    const expired = over.filter(({ isShadow }) => !isShadow).length;
    if (expired > 0) await this.keeping.record(locked, 'feedback.expired', { deliveries: expired }, system('feedback'));
    return rows.length;
  }

  /** Marks the deliveries due in shadow mode as accepted. */
  private async pretend(locked: LockedDestination): Promise<number> {
    const { tx, destination, now } = locked;
    const { id, platform, settings } = destination;
    const inOrder = transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst;
    const due = await this.dues.lockDue(
      tx,
      { destinationId: id, kinds: DELIVERY_KINDS, isShadow: true, inOrder, now },
      MOST,
    );
    if (due.length === 0) return 0;
    const leadIds = [...new Set(due.map(({ leadId }) => leadId))];
    const adjusted = [...new Set(due.filter(({ originalId }) => originalId !== null).map(({ leadId }) => leadId))];
    const ofLeads = await this.deliveries.readOfLeads(tx, id, adjusted, true);
    const leads = new Map((await this.leads.readForFeedback(tx, leadIds)).map((row) => [row.id, feedbackLeadOf(row)]));
    const changes = await this.keeping.readChanges(locked, adjusted);
    const { content } = await this.directories.current(tx);
    const work = { destination, house: content.settings, due, ofLeads, leads, changes, events: new Map(), now };
    const dispatched = dispatch({ ...work, format: 'json', jobId: 1 });
    const accepted = due.flatMap((row): DeliveryRow[] => {
      const item = dispatched.sent.get(row.id);
      if (item === undefined) return [];
      const out = leased(row, item, leads.get(row.leadId), { batchId: '', now, until: now });
      return [{ ...out, batchId: null, leasedUntil: null, state: 'accepted', sentAt: now, acceptedAt: now }];
    });
    await this.keeping.update(locked, [...dispatched.kept, ...accepted]);
    return due.length;
  }
}
