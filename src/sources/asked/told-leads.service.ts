import { Injectable } from '@nestjs/common';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { newId } from '../../platform/values/ids.js';
import { stateFor } from '../arrivals/arrival.js';
import { ArrivalStore, type NewArrival } from '../arrivals/arrival.store.js';
import { fetchedRequest } from '../arrivals/kept-request.js';
import { SealedRequests } from '../arrivals/sealed-requests.service.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { toldIn } from '../products/told.js';
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
  async keep({ id: inboundId, kind }: ReceivingConnection, payload: unknown): Promise<void> {
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
    if (rows.length === 0) return;
    await this.database.transaction(async (tx) => {
      const stored = await this.arrivals.insert(tx, rows);
      const fetched = rows.filter(({ id, reason }) => reason === 'fetching' && stored.has(id)).map(({ id }) => id);
      if (fetched.length > 0) await this.fetches.queue(tx, inboundId, fetched, now);
    });
  }

  /** Fetches an arrival once more, such as one that was given up. */
  async fetchAgain({ id: inboundId }: ReceivingConnection, arrivalId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (await this.arrivals.refetch(tx, arrivalId))
        await this.fetches.queue(tx, inboundId, [arrivalId], this.time.now());
    });
  }
}
