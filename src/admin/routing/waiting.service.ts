import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { sightOf } from '../../leads/visibility.js';
import { type WaitingLead, WaitingStore } from '../../leads/waiting.store.js';
import { toIso } from '../../platform/instant.js';
import { type Page, type PageRequest, readCursor, toPage } from '../../platform/page.js';
import type { WaitingView } from './routing.schema.js';

/** A move that found nobody is no assignment, so it has no trace; it has but one reason. */
const WHY_A_MOVE_WAITS = 'Nobody but earlier owners is eligible; it stays with its owner until somebody else is.';

@Injectable()
export class WaitingService {
  constructor(
    private readonly waiting: WaitingStore,
    private readonly directories: DirectoryService,
  ) {}

  /** What the caller may see, oldest first. */
  async list(caller: Caller, page: PageRequest): Promise<Page<WaitingView>> {
    const { limit = 100, cursor } = page;
    const key = cursor === undefined ? null : (readCursor(cursor, ['instant', 'id']) as [number, string]);
    const sight = sightOf(caller, await this.directories.now());
    const rows = await this.waiting.readPage(sight, key && { since: key[0], id: key[1] }, limit + 1);
    const found = toPage(rows, limit, (row) => [row.since, row.leadId]);
    return { ...found, data: found.data.map(view) };
  }
}

function view({ leadId, since, poolId, rule, waiting, because }: WaitingLead): WaitingView {
  const why = waiting === 'move' || because === null ? WHY_A_MOVE_WAITS : because;
  return { leadId, since: toIso(since), poolId, rule, why, waiting };
}
