import { Injectable } from '@nestjs/common';
import { type Caller, may } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { LeadStore } from '../leads/lead.store.js';
import { nameOfLead, namesOf } from '../leads/names.js';
import { sightOf } from '../leads/visibility.js';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { isoOrNull, toIso } from '../platform/instant.js';
import { type Page, type PageRequest, readCursor, toPage } from '../platform/page.js';
import { NotFoundError } from '../platform/refusal.js';
import type { NotificationView } from './notification.schema.js';
import { type NotificationRow, NotificationStore } from './notification.store.js';
import { textOf } from './notification-text.js';

/** What reps are told in the application. */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationStore,
    private readonly leads: LeadStore,
    private readonly directories: DirectoryService,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list(repId: string, caller: Caller, page: PageRequest): Promise<Page<NotificationView>> {
    const directory = await this.directories.now();
    const isSeen = may(caller, 'read') || sightOf(caller, directory).repIds.includes(repId);
    if (directory.rep(repId) === undefined || !isSeen) throw new NotFoundError('rep', repId);
    const { limit = 100, cursor } = page;
    const before = cursor === undefined ? null : (readCursor(cursor, ['id'])[0] as string);
    const found = toPage(await this.notifications.readOfRep(repId, before, limit + 1), limit, (row) => [row.id]);
    return { ...found, data: await this.views(found.data) };
  }

  /** Once read it stays so: read again, it keeps the first moment. */
  async markRead(id: string, caller: Caller): Promise<NotificationView> {
    const row = await this.notifications.find(id);
    const isOwn = row && (may(caller) || sightOf(caller, await this.directories.now()).repIds.includes(row.repId));
    const read = isOwn && (await this.notifications.markRead(id, this.clock.now()));
    if (!read) throw new NotFoundError('notification', id);
    return (await this.views([read]))[0]!;
  }

  private async views(rows: readonly NotificationRow[]): Promise<NotificationView[]> {
    const names = namesOf(await this.directories.now());
    const leadIds = rows.flatMap((row) => row.leadId ?? []);
    const documents = await this.leads.readDocuments(this.database, [...new Set(leadIds)]);
    return rows.map((row) => {
      const document = row.leadId === null ? undefined : documents.get(row.leadId);
      return {
        id: row.id,
        type: row.type,
        leadId: row.leadId,
        text: textOf(row, document === undefined ? 'A lead' : nameOfLead(document), names),
        createdAt: toIso(row.createdAt),
        readAt: isoOrNull(row.readAt),
      };
    });
  }
}
