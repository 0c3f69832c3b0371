import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import type { BulkReassignBody } from '../leads/bulk.dto.js';
import { countedByRep, type MoveResult } from '../lifecycle/moves/bulk-moves.js';
import { type BulkMove, BulkReassigningService } from '../lifecycle/moves/bulk-reassigning.service.js';
import { faultsOfTarget } from '../lifecycle/moves/giving-back.service.js';
import { under } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database } from '../platform/sql/database.js';
import type { CallerType } from '../platform/values/actor.js';
import { newId } from '../platform/values/ids.js';
import { BulkReassignmentStore } from '../routing/assignments/bulk-reassignment.store.js';
import { NamedLeads } from './named-leads.service.js';

@Injectable()
export class ReassignmentsService {
  constructor(
    private readonly reassigning: BulkReassigningService,
    private readonly named: NamedLeads,
    private readonly bulks: BulkReassignmentStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  /** @throws InvalidRequestError */
  async reassign(body: BulkReassignBody, isDryRun: boolean, caller: Caller) {
    const directory = await this.directories.now();
    refuse(this.named.faultsOf(body, directory.content), under('/to', faultsOfTarget(body.to, directory)));
    const { repId, poolId } = body.to;
    const expectedOwnerId = body.expectedOwnerId?.toLowerCase();
    const to = repId === undefined ? { poolId: poolId!.toLowerCase() } : { repId: repId.toLowerCase() };
    const move: BulkMove = { to, reason: body.reason, ...(expectedOwnerId && { expectedOwnerId }), caller };
    const { ids, hasMore } = await this.named.find(body, caller);
    if (isDryRun) return { ...answer(null, await this.reassigning.foresee(ids, move), ids), hasMore };
    const now = this.time.now();
    const { type, id } = actorOf(caller) as { type: CallerType; id: string };
    const bulk = { id: caller.requestId ?? newId(now), madeAt: now, actorType: type, actorId: id };
    // A repeated request, after its node died, continues with the remaining leads.
    const { begun, made } = await this.database.transaction(async (tx) => {
      await this.bulks.begin(tx, bulk);
      const begun = await this.bulks.readLeads(tx, bulk.id);
      return { begun, made: await this.reassigning.readMade(tx, begun) };
    });
    const left = ids.filter((leadId) => !begun.has(leadId));
    const results = await this.reassigning.reassign(bulk, left, move);
    return { ...answer(bulk.id, [...made, ...results], ids), hasMore };
  }

  /** @throws NotFoundError if there is no such bulk, or the caller may see none of its leads */
  async undo(bulkId: string, caller: Caller) {
    const bulk = await this.bulks.find(this.database, bulkId);
    if (bulk === undefined) throw new NotFoundError('bulk reassignment', bulkId);
    const begun = await this.bulks.readLeads(this.database, bulkId);
    const results = await this.reassigning.undo(bulk, begun, caller);
    if (results.length === 0 && begun.size > 0) throw new NotFoundError('bulk reassignment', bulkId);
    return { ...answer(bulkId, results), hasMore: false };
  }
}

/** @param ids of the requested leads, some of which may not exist */
function answer(bulkId: string | null, results: readonly MoveResult[], ids: readonly string[] = []) {
  const known = new Set(results.map(({ leadId }) => leadId));
  const unknown = ids.filter((id) => !known.has(id)).map((leadId) => nowhere(leadId));
  const all = [...results, ...unknown].sort((one, other) => (one.leadId < other.leadId ? -1 : 1));
  const done = all.filter(({ left }) => left === null).length;
  return {
    bulkId,
    done,
    skipped: all.length - done,
    byRep: Array.from(countedByRep(all), ([repId, counts]) => ({ repId, ...counts })),
    results: all.map(({ leadId, toRepId, left }) =>
      left === null
        ? { leadId, status: toRepId === null ? ('waiting' as const) : ('reassigned' as const), repId: toRepId }
        : { leadId, status: 'skipped' as const, why: left },
    ),
  };
}

function nowhere(leadId: string): MoveResult {
  return { leadId, fromRepId: null, toRepId: null, left: 'There is no such lead.' };
}
