import { Injectable } from '@nestjs/common';
import { ErasedSubmissions } from '../../erasure/erased-submissions.service.js';
import { LeadMatchStore } from '../../leads/lead-match.store.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { ArrivalStore, type Settled } from '../arrivals/arrival.store.js';
import type { KeptRequest } from '../arrivals/kept-request.js';
import { readJson } from '../arrivals/payload.js';
import type { ReceivingConnection } from '../connections/inbound.store.js';
import { sourceOf } from '../products/reading.js';
import { deletedIn, isTeller } from '../products/told.js';
import { apiOf } from './product-apis.js';

/** Erases what came of leads that were deleted where they came from. Each deletion is an arrival, taken up until it is done. */
@Injectable()
export class Deletions {
  constructor(
    private readonly arrivals: ArrivalStore,
    private readonly matches: LeadMatchStore,
    private readonly erased: ErasedSubmissions,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @returns whether an arrival is a deletion, which is done then */
  async isDone(id: string, connection: ReceivingConnection, kept: KeptRequest): Promise<boolean> {
    if (!isTeller(connection.kind)) return false;
    const read = readJson(kept.body);
    const payload = read !== null && 'payload' in read ? read.payload : null;
    const refs = deletedIn(connection.kind, payload);
    if (refs.length === 0) return false;
    // Nothing that waits is taken in any more, and what is being taken in is there afterwards.
    const emptied = await this.database.transaction(async (tx) => {
      await this.arrivals.lockAgainstTaking(tx);
      return this.arrivals.empty(tx, connection.id, refs);
    });
    // Leads stay for longer than what arrived, and may have been imported.
    const older = await this.matches.findSent(this.database, sourcesOf(connection, payload), refs);
    const became = new Map([...emptied, ...older].map(({ id: submissionId, leadId }) => [submissionId, leadId]));
    const reason = `It was deleted at ${apiOf(connection.kind)?.name ?? connection.name}.`;
    // A notification is about one lead, or a few.
    for (const [submissionId, leadId] of became)
      if (leadId !== null) await this.erased.erase({ id: submissionId, leadId }, connection, reason);
    const done: Settled = { id, state: 'accepted', reason: 'deleted', leadId: null, issues: [] };
    await this.arrivals.settle(this.database, [done], this.time.now());
    return true;
  }
}

/** The sources that leads of a connection have. */
function sourcesOf(connection: ReceivingConnection, payload: unknown): string[] {
  const { source, name } = connection;
  const named = typeof source === 'string' ? [] : [...Object.values(source.values), name];
  return [sourceOf(connection, payload), ...named];
}
