import { Injectable } from '@nestjs/common';
import { hashOf } from '../../auth/idempotency.js';
import { actorOf, type Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LeadStore } from '../../leads/lead.store.js';
import { fault } from '../../platform/input/fault.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { DeliveryStore } from '../delivery.store.js';
import type { DeliveryRow } from '../delivery-row.js';
import type { Destination } from '../destinations/destination.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { dispatch, kindsIn, leased } from '../dispatch/dispatch.js';
import { DueStore } from '../dispatch/due.store.js';
import type { OutgoingMessage } from '../dispatch/outgoing.js';
import { countedOf, countedSince, whyTooMany } from '../dispatch/retraction-limit.js';
import { LEASE_MS } from '../dispatch/window.js';
import {
  AlreadyReportedError,
  DestinationInShadowError,
  DestinationStoppedError,
  NotOfBatchError,
} from '../feedback.errors.js';
import { LedgerKeeping, type LockedDestination } from '../ledger-keeping.service.js';
import { feedbackLeadOf } from '../planning/lead-story.js';
import { platformOf, transportOf } from '../platforms.js';
import { afterOutcome, afterPosting, type FailedDelivery, type FeedbackSettlement } from '../settling.js';
import type { AckBody, FeedbackBatchBody } from './batch.dto.js';
import type { ReportedView } from './batch.schema.js';
import { type BatchRow, BatchStore } from './batch.store.js';
import {
  batchText,
  faultsOfTwice,
  type HandedOut,
  isFailedAlready,
  lower,
  NOTHING_DUE,
  requireOf,
} from './batch-text.js';

/** Job numbers must be below 2³¹, so they repeat after some three weeks. */
const JOBS = 2_000_000_000;

/** The result of posting a batch. Items that it does not name were sent. */
interface SentReport {
  readonly requestId?: string;
  readonly sent: boolean;
  readonly failed: readonly FailedDelivery[];
}

/** The platform's later verdict on a batch. */
interface BatchOutcome {
  readonly accepted: 'all' | readonly string[];
  readonly failed: readonly FailedDelivery[];
}

@Injectable()
export class BatchesService {
  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly deliveries: DeliveryStore,
    private readonly dues: DueStore,
    private readonly batches: BatchStore,
    private readonly keeping: LedgerKeeping,
    private readonly leads: LeadStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** @returns JSON text, because bodies have numbers of more digits than a JavaScript number */
  async lease(id: string, body: FeedbackBatchBody, { requestId }: Caller): Promise<string> {
    const handedOut = await this.handOut(id, body, requestId);
    return handedOut === null ? NOTHING_DUE : batchText(handedOut);
  }

  /** @param requestId the batch's id, under which the same request gets it again. @returns null if nothing is due */
  async handOut(id: string, body: FeedbackBatchBody, requestId?: string): Promise<HandedOut | null> {
    let found = await this.handOutNext(id, body, requestId);
    // The loop ends, because what stays behind is no longer due.
    while (found === 'allStayed') found = await this.handOutNext(id, body, requestId);
    return found;
  }

  /** @returns `allStayed` if none of the due deliveries is sent and there may be more */
  private handOutNext(
    id: string,
    { limit, format: requested }: FeedbackBatchBody,
    requestId?: string,
  ): Promise<HandedOut | 'allStayed' | null> {
    return this.database.transaction(async (tx) => {
      const locked = await this.open(tx, id);
      const { destination, now } = locked;
      const format = formatOf(destination, requested);
      if (destination.mode === 'shadow') throw new DestinationInShadowError();
      if (destination.stopped !== null) throw new DestinationStoppedError(destination.stopped);
      const made = requestId === undefined ? undefined : await this.batches.lock(tx, id, requestId);
      const due = made === undefined ? await this.due(locked, format, limit) : await this.stillOf(tx, made);
      const written = await this.write(locked, due, format);
      // Deliveries that stay behind leave the batch, which is then reported on without them.
      const { kept } = written;
      await this.keeping.update(locked, made === undefined ? kept : kept.map((row) => ({ ...row, batchId: null })));
      const items = due.filter((row) => written.sent.has(row.id));
      const isMore = made === undefined && due.length === limit;
      if (items.length === 0) return isMore ? 'allStayed' : null;
      if (made === undefined && !(await this.mayRetract(locked, items))) return null;
      const batchId = made?.id ?? requestId ?? newId(now);
      const until = now + LEASE_MS;
      const lease = { items: items.length, leasedUntil: until };
      if (made !== undefined) await this.batches.renew(tx, batchId, lease);
      else await this.batches.insert(tx, { id: batchId, destinationId: id, format, leasedAt: now, ...lease });
      await this.deliveries.leaseMany(
        tx,
        items.map((row) =>
          leased(row, written.sent.get(row.id)!, written.leads.get(row.leadId), { batchId, now, until }),
        ),
      );
      return { batchId, until, items, outgoing: written.outgoing, isMore };
    });
  }

  acknowledge(id: string, batchId: string, body: AckBody, caller: Caller): Promise<ReportedView> {
    return this.report(id, batchId, body, actorOf(caller));
  }

  /** Returns the bodies of some deliveries of a batch as they are now, without what the person has denied since. */
  writeAgain(id: string, batchId: string, itemIds: readonly string[]): Promise<readonly OutgoingMessage[]> {
    return this.database.transaction(async (tx) => {
      const locked = await this.open(tx, id);
      const rows = await this.deliveries.lockOfBatch(tx, batchId);
      const wanted = rows.filter((row) => row.state === 'leased' && itemIds.includes(row.id));
      return (await this.write(locked, wanted, 'json')).outgoing;
    });
  }

  /** @param also further writes of the same transaction */
  report(
    id: string,
    batchId: string,
    body: SentReport,
    actor: Actor,
    also?: (tx: Tx) => Promise<void>,
  ): Promise<ReportedView> {
    return this.database.transaction(async (tx) => {
      const locked = await this.open(tx, id);
      const { destination, now } = locked;
      const batch = await this.batchOf(tx, id, batchId);
      const hash = (await hashOf(body)).toString('hex');
      if (batch.ackedAt !== null) {
        if (batch.ackHash !== hash) throw new AlreadyReportedError([]);
        return batch.ackAnswer as ReportedView;
      }
      const rows = await this.deliveries.lockOfBatch(tx, batch.id);
      const isWhole = rows.length === batch.items && rows.every(({ state }) => state === 'leased');
      if (!isWhole) throw new NotOfBatchError([], batch.leasedUntil);
      requireOf(batch, rows, body.failed);
      refuse(faultsOfTwice(body.failed));
      const settled = afterPosting(destination, rows, { ...body, failed: lower(body.failed) }, now);
      const answer = await this.settle(locked, batch, settled);
      const requestId = body.requestId ?? null;
      await this.batches.acknowledge(tx, batch.id, { at: now, hash, answer, requestId });
      const sent = settled.changed.filter(({ state }) => state === 'sent' || state === 'accepted').length;
      const failed = settled.changed.filter(({ state }) => state === 'failed').length;
      if (sent + failed > 0)
        await this.keeping.record(locked, 'feedback.sent', { batchId: batch.id, sent, failed }, actor);
      await also?.(tx);
      return answer;
    });
  }

  conclude(id: string, batchId: string, { accepted, failed }: BatchOutcome): Promise<ReportedView> {
    return this.database.transaction(async (tx) => {
      const locked = await this.open(tx, id);
      const batch = await this.batchOf(tx, id, batchId);
      const rows = await this.deliveries.lockOfBatch(tx, batch.id);
      const named = accepted === 'all' ? [] : accepted.map((each) => ({ id: each }));
      requireOf(batch, rows, [...named, ...failed]);
      refuse(faultsOfTwice(failed));
      const lost = new Set(failed.map((each) => each.id.toLowerCase()));
      const both = named.filter((each) => lost.has(each.id.toLowerCase()));
      refuse(both.map((each) => fault('/accepted', 'contradiction', `${each.id} cannot be accepted and have failed.`)));
      const taken = new Set(
        accepted === 'all'
          ? // Leased rows are included so that the report is rejected: they were not reported as sent.
            rows.filter((row) => ['sent', 'leased'].includes(row.state) && !lost.has(row.id)).map((row) => row.id)
          : named.map((each) => each.id.toLowerCase()),
      );
      // Outcomes that are already recorded are skipped, so that a repeated report changes nothing.
      const news = rows.filter(
        (row) => !(taken.has(row.id) && row.state === 'accepted') && !(lost.has(row.id) && isFailedAlready(row)),
      );
      const unlike = news.filter((row) => (taken.has(row.id) || lost.has(row.id)) && row.state !== 'sent');
      if (unlike.length > 0) throw new AlreadyReportedError(unlike.map((row) => row.id));
      const settled = afterOutcome(locked.destination, news, { accepted: taken, failed: lower(failed) }, locked.now);
      return this.settle(locked, batch, settled);
    });
  }

  private async open(tx: Tx, id: string): Promise<LockedDestination> {
    const destination = await this.destinations.lock(tx, id);
    if (destination === undefined) throw new NotFoundError('destination', id);
    return { tx, destination, now: this.time.now() };
  }

  private async batchOf(tx: Tx, destinationId: string, id: string): Promise<BatchRow> {
    const batch = await this.batches.lock(tx, destinationId, id);
    if (batch === undefined) throw new NotFoundError('batch', id);
    return batch;
  }

  private due(
    { tx, destination, now }: LockedDestination,
    format: OutgoingMessage['format'],
    limit: number,
  ): Promise<DeliveryRow[]> {
    const { id: destinationId, platform, settings } = destination;
    const inOrder = transportOf(platform, settings, 'conversion').abilities.earlierStagesFirst;
    const kinds = kindsIn(destination, format);
    return this.dues.lockDue(tx, { destinationId, kinds, isShadow: false, inOrder, now }, limit);
  }

  /** Returns the leased deliveries of a batch whose answer was lost on its way. */
  private async stillOf(tx: Tx, { id, ackedAt }: BatchRow): Promise<DeliveryRow[]> {
    if (ackedAt !== null) return [];
    const rows = await this.deliveries.lockOfBatch(tx, id);
    // Deliveries cancelled or expired meanwhile leave the batch; otherwise `report` would find it incomplete.
    const over = rows.filter(({ state }) => state !== 'leased');
    await this.deliveries.updateMany(
      tx,
      over.map((row) => ({ ...row, batchId: null })),
    );
    return rows.filter(({ state }) => state === 'leased');
  }

  private async write(locked: LockedDestination, due: readonly DeliveryRow[], format: OutgoingMessage['format']) {
    const { tx, destination, now } = locked;
    const leadIds = [...new Set(due.map(({ leadId }) => leadId))];
    // Only adjustments quote other deliveries.
    const adjusted = [...new Set(due.filter(({ originalId }) => originalId !== null).map(({ leadId }) => leadId))];
    const ofLeads = await this.deliveries.readOfLeads(tx, destination.id, adjusted, false);
    const leads = new Map((await this.leads.readForFeedback(tx, leadIds)).map((row) => [row.id, feedbackLeadOf(row)]));
    const changes = await this.keeping.readChanges(locked, adjusted);
    const events = await this.keeping.readClosings(locked, due);
    const { content } = await this.directories.current(tx);
    const jobId = 1 + (now % JOBS);
    const work = { destination, house: content.settings, due, ofLeads, leads, changes, events, now, format, jobId };
    return { ...dispatch(work), leads };
  }

  /** Stops the destination if the batch would exceed the daily limit of retractions. @returns whether it did not */
  private async mayRetract(locked: LockedDestination, items: readonly DeliveryRow[]): Promise<boolean> {
    const { tx, destination, now } = locked;
    const wanted = countedOf(items);
    if (wanted === 0) return true;
    const before = await this.dues.countRetractions(tx, destination, countedSince(destination, now), now);
    const note = whyTooMany({ before, due: wanted }, destination);
    if (note === null) return true;
    await this.keeping.stop(locked, 'retractions', note);
    return false;
  }

  private async settle(
    locked: LockedDestination,
    { id }: BatchRow,
    { changed, broken }: FeedbackSettlement,
  ): Promise<ReportedView> {
    await this.keeping.report(locked, changed);
    if (broken !== null) await this.keeping.stop(locked, 'account', broken);
    return {
      batchId: id,
      items: changed.map((row) => ({
        id: row.id,
        state: row.state,
        notBefore: row.state === 'pending' ? toIso(row.notBefore) : null,
      })),
      stopped: broken !== null || locked.destination.stopped !== null,
    };
  }
}

/** @throws InvalidRequestError if the destination does not support the format */
function formatOf(
  destination: Destination,
  requested: OutgoingMessage['format'] | undefined,
): OutgoingMessage['format'] {
  const { platform, settings } = destination;
  const format = requested ?? transportOf(platform, settings, 'conversion').format;
  if (kindsIn(destination, format).length > 0) return format;
  const { words } = platformOf(platform);
  const message = `${words} takes no ${format === 'csv' ? 'files' : 'requests'} with these settings: leave the format out, or change the settings of the destination.`;
  throw new InvalidRequestError([fault('/format', 'value', message)]);
}
