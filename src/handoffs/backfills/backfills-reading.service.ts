import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { DirectoryService } from '../../directory/directory.service.js';
import { mapPage, type Page, type PageRequest, readPage, readPageById } from '../../platform/http/page.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { Database } from '../../platform/sql/database.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { BackfilledAccount } from './backfill.js';
import { type BackfillProgress, BackfillStore } from './backfill.store.js';
import type { PlannedBackfill } from './backfills.service.js';

@Injectable()
export class BackfillsReading {
  constructor(
    private readonly database: Database,
    private readonly backfills: BackfillStore,
    private readonly directories: DirectoryService,
  ) {}

  /** @throws NotFoundError */
  async get(id: string) {
    const found = await this.backfills.find(this.database.reads, id);
    if (found === undefined) throw new NotFoundError('handoffBackfill', id);
    return view(found);
  }

  /** Returns a page, newest first. */
  async list(page: PageRequest): Promise<Page<ReturnType<typeof view>>> {
    const { reads } = this.database;
    return mapPage(await readPageById(page, (before, limit) => this.backfills.readPage(reads, before, limit)), view);
  }

  /** Returns a page of its accounts by their ids. @throws NotFoundError */
  async accounts(id: string, request: PageRequest) {
    await this.get(id);
    const read = (key: [string] | null, limit: number) =>
      this.backfills.readAccounts(this.database.reads, id, key?.[0] ?? null, limit);
    const page = await readPage(request, ['id'], read, ({ accountId }) => [accountId]);
    return mapPage(page, (each) => ({ ...planned(each), handoffId: each.handoffId }));
  }

  /**
   * Returns the view of a plan, with counts per week. @param isDryRun whether nothing was stored, so that there is no
   * id
   */
  async planOf({ backfill, accounts }: PlannedBackfill, isDryRun: boolean) {
    const timeZone = (await this.directories.now()).timeZoneOf(null);
    const begins = accounts.flatMap(({ beginsAt }) => beginsAt ?? []).sort((a, b) => a - b);
    const weeks = new Map<string, number>();
    for (const at of begins) {
      const week = DateTime.fromMillis(at, { zone: timeZone }).startOf('week').toISODate()!;
      weeks.set(week, (weeks.get(week) ?? 0) + 1);
    }
    const begun = accounts.filter(({ handoffId }) => handoffId !== null).length;
    const passedOver = accounts.filter((each) => each.passedOver !== null).length;
    const counts = { begun, passedOver, waiting: accounts.length - begun - passedOver };
    const counted = { ...backfill, ...counts, firstAt: begins[0] ?? null, lastAt: begins.at(-1) ?? null };
    return {
      ...view(counted),
      id: isDryRun ? null : backfill.id,
      weeks: [...weeks].map(([week, handoffs]) => ({ week, handoffs })),
      accounts: accounts.map(planned),
    };
  }
}

function view({ id, kindId, perWeek, more, createdAt, calledOffAt, firstAt, lastAt, ...counts }: BackfillProgress) {
  const { waiting, begun, passedOver } = counts;
  return {
    id,
    kindId,
    perWeek,
    more,
    createdAt: toIso(createdAt),
    calledOffAt: isoOrNull(calledOffAt),
    waiting,
    begun,
    passedOver,
    firstAt: isoOrNull(firstAt),
    lastAt: isoOrNull(lastAt),
  };
}

function planned({ accountId, beginsAt, passedOver }: BackfilledAccount) {
  return { accountId, beginsAt: isoOrNull(beginsAt), passedOver };
}
