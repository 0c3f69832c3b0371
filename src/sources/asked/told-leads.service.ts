import { Injectable } from '@nestjs/common';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { stateFor } from '../arrivals/arrival.js';
import { ArrivalStore, type NewArrival } from '../arrivals/arrival.store.js';
import { fetchedRequest } from '../arrivals/kept-request.js';
import { SealedRequests } from '../arrivals/sealed-requests.service.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { deletedIn, toldIn } from '../products/told.js';
import { LeadFetchStore } from './lead-fetch.store.js';

/** Stores what products tell: each lead as an arrival of its own, whose fields are then fetched. */
@Injectable()
export class ToldLeads {
  constructor(
    private readonly arrivals: ArrivalStore,
    private readonly fetches: LeadFetchStore,
    private readonly requests: SealedRequests,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @param payload a request of the product's. What is about no lead, and what was told before, is left out. */
  async keep(connection: ReceivingConnection, payload: unknown): Promise<void> {
    const { id: inboundId, kind } = connection;
    const now = this.time.now();
    const rows = toldIn(kind, payload).map(({ ref, told, isSample }): NewArrival => {
      const id = newId(now);
      const reason = isSample ? 'sample' : 'fetching';
      return {
        id,
        inboundId,
        receivedAt: now,
        state: stateFor(reason),
        reason,
        sealed: this.requests.seal(id, fetchedRequest(now, told)),
        known: [],
        dueAt: null,
        // Each sample is one of its own: whoever tries wants to see it arrive.
        ref: isSample ? null : ref,
      };
    });
    await this.keepDeletion(connection, payload, now);
    if (rows.length === 0) return;
    await this.database.transaction(async (tx) => {
      const stored = await this.arrivals.insert(tx, rows);
      const fetched = rows.filter(({ id, reason }) => reason === 'fetching' && stored.has(id)).map(({ id }) => id);
      if (fetched.length > 0) await this.fetches.queue(tx, inboundId, fetched, now);
    });
  }

  /** Stores that leads were deleted. What came of them is erased within seconds, for which the product does not wait. */
  private async keepDeletion(connection: ReceivingConnection, payload: unknown, now: Instant): Promise<void> {
    const deleted = deletedIn(connection.kind, payload);
    if (deleted.length === 0) return;
    const id = newId(now);
    const row: NewArrival = {
      id,
      inboundId: connection.id,
      receivedAt: now,
      state: 'waiting',
      reason: null,
      sealed: this.requests.seal(id, fetchedRequest(now, payload)),
      known: [],
      dueAt: now,
      ref: `deleted ${deleted.join(' ')}`,
    };
    await this.arrivals.insert(this.database, [row]);
  }

  /** Fetches an arrival once more, such as one that was given up. */
  async fetchAgain({ id: inboundId }: ReceivingConnection, arrivalId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.arrivals.refetch(tx, arrivalId))
        await this.fetches.queue(tx, inboundId, [arrivalId], this.time.now());
    });
  }
}
