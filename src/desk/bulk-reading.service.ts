import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { type BulkClosing, BulkClosingStore } from '../disposition/bulk-closing.store.js';
import { BulkRunStore } from '../disposition/bulk-run.store.js';
import { sightOf } from '../leads/visibility.js';
import { mapPage, type PageRequest, readPageById } from '../platform/http/page.js';
import { NotFoundError } from '../platform/input/refusal.js';
import { Database } from '../platform/sql/database.js';
import { groupBy } from '../platform/values/group.js';
import { bulkView } from './bulk.view.js';

@Injectable()
export class BulkReadingService {
  constructor(
    private readonly bulks: BulkClosingStore,
    private readonly runs: BulkRunStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
  ) {}

  /** @throws NotFoundError also if the key may not see the closing */
  async find(id: string, caller: Caller): Promise<BulkClosing> {
    const bulk = await this.bulks.find(this.database, id);
    if (bulk === undefined || !mayBeSeen(bulk, await this.madeBy(caller))) throw new NotFoundError('bulk closing', id);
    return bulk;
  }

  async get(id: string, caller: Caller) {
    return bulkView(await this.find(id, caller), await this.runs.readOf(this.database, [id]));
  }

  async list(request: PageRequest, caller: Caller) {
    const { reads } = this.database;
    const by = await this.madeBy(caller);
    const page = await readPageById(request, (before, limit) => this.bulks.readPage(reads, by, before, limit));
    const ids = page.data.map(({ id }) => id);
    const runs = groupBy(await this.runs.readOf(reads, ids), ({ bulkId }) => bulkId);
    return mapPage(page, (bulk) => bulkView(bulk, runs.get(bulk.id) ?? []));
  }

  /** Returns the reps whose closings a key may see: its own rep and the rep's people; null for all. */
  private async madeBy(caller: Caller): Promise<readonly string[] | null> {
    const { all, repIds } = sightOf(caller, await this.directories.now());
    return all ? null : repIds;
  }
}

function mayBeSeen({ actorType, actorId }: BulkClosing, repIds: readonly string[] | null): boolean {
  return repIds === null || (actorType === 'rep' && actorId !== null && repIds.includes(actorId));
}
