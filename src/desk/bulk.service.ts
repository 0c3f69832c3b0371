import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { BulkClosingStore } from '../disposition/bulk-closing.store.js';
import { type DispositionRequest, readDisposition } from '../disposition/disposition.js';
import { BULK_MAX, type BulkClosingBody } from '../leads/bulk.dto.js';
import { UndoTooLateError } from '../leads/lead.errors.js';
import type { LeadFilter } from '../leads/lead-filter.store.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { toE164 } from '../leads/phone.js';
import { faultsOfReceived } from '../leads/received-span.js';
import { workSightOf } from '../leads/visibility.js';
import { BulkClosingService, type BulkResult } from '../lifecycle/bulk-closing.service.js';
import { Database } from '../platform/database.js';
import { under } from '../platform/fault.js';
import { MS_PER_MINUTE } from '../platform/instant.js';
import { NotFoundError, refuse } from '../platform/refusal.js';
import { TimeSource } from '../platform/time-source.js';

/** Long enough to look at what was done; channels are told of nothing by then. */
const UNDONE_WITHIN_MS = 15 * MS_PER_MINUTE;

/** Closings of many leads at once, as they are asked for and answered. */
@Injectable()
export class BulkService {
  constructor(
    private readonly closings: BulkClosingService,
    private readonly bulks: BulkClosingStore,
    private readonly lists: LeadListStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly time: TimeSource,
  ) {}

  async close(body: BulkClosingBody, isDryRun: boolean, caller: Caller) {
    const directory = await this.directories.now();
    const read = readDisposition(body.disposition as DispositionRequest, directory.content.reasons, this.time.now());
    refuse([
      ...faultsOfNaming(body),
      ...under('/filter', faultsOfReceived(body.filter ?? {})),
      ...('faults' in read ? under('/disposition', read.faults) : []),
    ]);
    const { disposition } = read as Exclude<typeof read, { readonly faults: unknown }>;
    const { ids, hasMore } = await this.namedBy(body, caller);
    if (isDryRun) {
      const results = await this.closings.foresee(ids, disposition, caller);
      return { bulkId: null, ...answer(results, 'closed'), hasMore };
    }
    const { bulk, results } = await this.closings.close(ids, disposition, caller);
    return { bulkId: bulk.id, ...answer(results, 'closed'), hasMore };
  }

  async undo(id: string, caller: Caller) {
    const bulk = await this.bulks.find(this.database, id);
    if (bulk === undefined) throw new NotFoundError('bulk closing', id);
    if (this.time.now() > bulk.madeAt + UNDONE_WITHIN_MS) throw new UndoTooLateError(bulk.madeAt);
    return { bulkId: id, ...answer(await this.closings.undo(bulk, caller), 'reopened'), hasMore: false };
  }

  private async namedBy({ ids, filter }: BulkClosingBody, caller: Caller) {
    if (ids !== undefined) return { ids: [...new Set(ids.map((id) => id.toLowerCase()))], hasMore: false };
    const directory = await this.directories.now();
    const { phone, ...rest } = filter!;
    const open: LeadFilter = {
      ...rest,
      status: 'open',
      ...(phone !== undefined && { phoneKey: toE164(phone, undefined, directory.content.settings.defaultCountry) }),
    };
    const { rows, last } = await this.lists.readPage(open, workSightOf(caller, directory), null, BULK_MAX);
    return { ids: rows.map(({ id }) => id), hasMore: last !== null };
  }
}

function faultsOfNaming({ ids, filter }: BulkClosingBody) {
  if ((ids === undefined) !== (filter === undefined)) return [];
  return [{ pointer: '', code: 'oneOf', message: 'Expected either ids, the leads, or a filter that finds them.' }];
}

function answer(results: readonly BulkResult[], status: 'closed' | 'reopened') {
  const done = results.filter(({ why }) => why === null).length;
  return {
    done,
    skipped: results.length - done,
    results: results.map(({ leadId, why }) =>
      why === null ? { leadId, status } : { leadId, status: 'skipped' as const, why },
    ),
  };
}
