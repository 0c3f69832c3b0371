import { Injectable } from '@nestjs/common';
import { type Page, type PageRequest, readCursor, toPage } from '../platform/http/page.js';
import { NotFoundError } from '../platform/input/refusal.js';
import { toIso } from '../platform/values/duration.js';
import { changesBetween } from './change.js';
import { NoVersionError } from './document.errors.js';
import type { VersionView } from './version.schema.js';
import { VersionStore, type WholeVersion } from './version.store.js';

export type KeptVersion = WholeVersion & { readonly body: Record<string, unknown> };

@Injectable()
export class HistoryService {
  constructor(private readonly store: VersionStore) {}

  /** Newest first. The history of a deleted document stays readable. @param large see `versionsIfAny` */
  async versions(kind: string, id: string, page: PageRequest, large?: string): Promise<Page<VersionView>> {
    const found = await this.versionsIfAny(kind, id, page, large);
    if (found.data.length === 0 && page.cursor === undefined) throw new NotFoundError(kind, id);
    return found;
  }

  /**
   * Returns the versions of a document that always exists, which may never have been written.
   * @param large a list of very many entries, of which only the size and a digest are compared
   */
  async versionsIfAny(kind: string, id: string, page: PageRequest, large?: string): Promise<Page<VersionView>> {
    const limit = page.limit ?? 100;
    const before = readCursor(page.cursor, ['number'])?.[0] ?? 2 ** 31 - 1;
    // Reads one more than `toPage` needs, because each version is shown as its difference from the previous one.
    const rows = await this.store.readPage(kind, id, { before, limit: limit + 2, large });
    const views = rows.slice(0, limit + 1).map((row, index) => ({
      version: row.version,
      ...(row.restores !== null && { restores: row.restores }),
      at: toIso(row.at),
      by: { type: row.actorType, id: row.actorId },
      changes: changesBetween(rows[index + 1]?.body ?? {}, row.body ?? {}),
    }));
    return toPage(views, limit, (row) => [row.version]);
  }

  /** @throws NoVersionError if there is no such version, or it is the one that deleted the document */
  async version(kind: string, id: string, version: number): Promise<KeptVersion> {
    const row = await this.store.read(kind, id, version);
    if (row === undefined) throw new NoVersionError(kind, version);
    if (row.body === null) throw new NoVersionError(kind, version, true);
    return { ...row, body: row.body };
  }
}
