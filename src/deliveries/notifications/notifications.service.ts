import { Injectable } from '@nestjs/common';
import { ApiKeyStore } from '../../auth/api-key.store.js';
import { type Caller, may } from '../../auth/scope.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { readNamed } from '../../events/named.js';
import { type Names, nameOfLead, namesOf } from '../../leads/lead.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { QueueStayStore } from '../../leads/queue-stay.store.js';
import { isSeen, sightOf } from '../../leads/visibility.js';
import { WaitingStore } from '../../leads/waiting.store.js';
import { type NotificationRow, NotificationStore } from '../../notifications/notification.store.js';
import { type Page, type PageRequest, readPageById } from '../../platform/http/page.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import type { About, OwnedType } from '../../vocabulary/subjects.js';
import { ChannelStore } from '../channels/channel.store.js';
import { FailingToolStore } from '../failing-tools/failing-tool.store.js';
import { NotifiedSubjects } from '../notified-subjects.service.js';
import { WebhookStore } from '../webhooks/webhook.store.js';
import type { NotificationView } from './notification.schema.js';
import { LINES_MAX, missedIn, textSubjectOf } from './notification-text.js';
import { wordsOf } from './notification-words.js';

@Injectable()
export class NotificationsService {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationStore,
    private readonly leads: LeadListStore,
    private readonly waiting: WaitingStore,
    private readonly stays: QueueStayStore,
    private readonly directories: DirectoryService,
    private readonly keys: ApiKeyStore,
    private readonly webhooks: WebhookStore,
    private readonly channels: ChannelStore,
    private readonly tools: FailingToolStore,
    private readonly subjects: NotifiedSubjects,
    private readonly time: TimeSource,
  ) {}

  /** Newest first. */
  async list(repId: string, caller: Caller, page: PageRequest): Promise<Page<NotificationView>> {
    await this.requireRep(repId, caller, may(caller, 'read'));
    const found = await readPageById(page, (before, limit) => this.notifications.readOfRep(repId, before, limit));
    return { ...found, data: await this.views(found.data, () => caller, this.database.reads) };
  }

  /** Marks a notification as read. Marking it again keeps the first time. */
  async markRead(id: string, caller: Caller): Promise<NotificationView> {
    const row = await this.notifications.find(id);
    const isOwn = row && (may(caller) || sightOf(caller, await this.directories.now()).repIds.includes(row.repId));
    const read = isOwn && (await this.notifications.markRead(id, this.time.now()));
    if (!read) throw new NotFoundError('notification', id);
    return (await this.views([read], () => caller, this.database))[0]!;
  }

  /** Marks only up to one that the reader has seen: later notifications stay unread. */
  async markAllRead(repId: string, upTo: string, caller: Caller): Promise<{ read: number }> {
    await this.requireRep(repId, caller, may(caller));
    return { read: await this.notifications.markAllRead(repId, upTo, this.time.now()) };
  }

  /** @throws NotFoundError if the rep does not exist or the caller may not see them */
  private async requireRep(repId: string, caller: Caller, seesAll: boolean): Promise<void> {
    const directory = await this.directories.now();
    const isSeen = seesAll || sightOf(caller, directory).repIds.includes(repId);
    if (directory.rep(repId) === undefined || !isSeen) throw new NotFoundError('rep', repId);
  }

  /** @throws NotFoundError if it does not exist or the caller may not see it */
  async find(id: string, caller: Caller): Promise<NotificationRow> {
    const row = await this.notifications.find(id);
    const isSeen =
      row && (may(caller, 'read') || sightOf(caller, await this.directories.now()).repIds.includes(row.repId));
    if (!isSeen) throw new NotFoundError('notification', id);
    return row;
  }

  /** Returns each as its own rep reads it. @param scope `manager` includes what they see of those whom they lead */
  async viewsFor(rows: readonly NotificationRow[], scope: 'rep' | 'manager'): Promise<NotificationView[]> {
    const listener = ({ repId }: NotificationRow): Caller => ({ keyId: repId, name: '', scopes: [scope], repId });
    return rows.length === 0 ? [] : this.views(rows, listener, this.database.reads);
  }

  /** Names a lead only if the reader may see it, or in the notification to a former owner that it moved away. */
  private async views(
    rows: readonly NotificationRow[],
    readerOf: (row: NotificationRow) => Caller,
    sql: Sql,
  ): Promise<NotificationView[]> {
    const directory = await this.directories.now();
    const named = (field: string) =>
      rows.flatMap(({ data }) => (typeof data[field] === 'string' ? [data[field] as string] : []));
    const keys = await this.keys.readNames(sql, named('keyId'));
    const webhooks = await this.webhooks.readNames(sql, named('webhookId'));
    const channels = await this.channels.readNames(sql, named('channelId'));
    const tools = await this.tools.readNames(sql, named('toolId'));
    const further = await readNamed(sql, rows);
    const called = {
      key: (id: unknown) => keys.get(String(id)) ?? `key ${id}`,
      destination: (id: unknown) => further.get(String(id)) ?? `destination ${id}`,
      channel: (id: unknown) => `the channel ${channels.get(String(id)) ?? id}`,
      tool: (id: unknown) => `“${tools.get(String(id)) ?? id}”`,
      webhook: (id: unknown) => `the webhook ${webhooks.has(String(id)) ? `at ${webhooks.get(String(id))}` : id}`,
    };
    const leads = await this.leadsOf(rows, sql);
    const others = await this.namesOf(rows, sql);
    const clientTexts = await this.clientTextsOf(rows, directory, sql);
    const calledBy = (row: NotificationRow, names: Names) => {
      const sight = sightOf(readerOf(row), directory);
      return ({ subjectType, subjectId }: About) => {
        if (subjectType !== 'lead' && subjectType !== null) return others.get(subjectId!) ?? CALLED[subjectType];
        const lead = leads.get(subjectId ?? '');
        const isNamed = lead !== undefined && (row.type === 'lead.movedAway' || isSeen(sight, lead));
        const name = isNamed ? nameOfLead(lead, names) : CALLED[subjectType ?? 'lead'];
        return lead?.test === true ? `[Test] ${name}` : name;
      };
    };
    const moreNow = await this.moreOfWaves(rows, sql);
    return rows.map((row) => {
      const names = namesOf(directory, directory.timeZoneOf(row.repId));
      const page = wordsOf(row.type)?.page?.(row.data);
      const { text, lines } = textSubjectOf(row, calledBy(row, names), { ...names, ...called });
      return {
        id: row.id,
        type: row.type,
        leadId: row.subjectType === 'lead' ? row.subjectId : null,
        handoffId: idsOf('handoff', [row])[0] ?? null,
        dealId: idsOf('deal', [row])[0] ?? null,
        ...leadsOf(row),
        ...(page !== undefined && { page }),
        text: `${text}${moreNow(row)}`,
        ...(lines.length > 0 && { lines }),
        ...clientTexts(row),
        createdAt: toIso(row.createdAt),
        readAt: isoOrNull(row.readAt),
      };
    });
  }

  /**
   * A wave of leads in a queue, or of those that are there for too long, is notified once, when it begins. Until that is
   * read, its text adds how many there are by now.
   */
  private async moreOfWaves(rows: readonly NotificationRow[], sql: Sql): Promise<(row: NotificationRow) => string> {
    const isWave = (type: NotificationRow['type']) => (row: NotificationRow) =>
      row.type === type && row.readAt === null;
    const [isQueued, isOverdue] = [isWave('lead.queued'), isWave('lead.queueOverdue')];
    const waiting = rows.some(isQueued) ? await this.waiting.countQueued(sql) : null;
    const overdue = rows.some(isOverdue) ? await this.stays.countOverdue(sql) : null;
    return (row) => {
      const queueId = (row.data.queueId as string | undefined) ?? null;
      const now = (isQueued(row) ? waiting?.get(queueId) : isOverdue(row) ? overdue?.get(queueId!) : 0) ?? 0;
      return now > Number(row.data.leads) ? `; ${now} leads ${isQueued(row) ? 'wait' : 'are late'} by now` : '';
    };
  }

  /** Returns the text that a giver may send to the client, by notification. */
  private async clientTextsOf(rows: readonly NotificationRow[], directory: Directory, sql: Sql) {
    const textsOf = await Promise.all(
      this.subjects.all.map((notified) => notified.readClientTexts(sql, rows, directory)),
    );
    return (row: NotificationRow): Pick<NotificationView, 'textForClient'> => {
      const text = textsOf.map((textOf) => textOf(row)).find((each) => each !== null);
      return text == null ? {} : { textForClient: text };
    };
  }

  private async leadsOf(rows: readonly NotificationRow[], sql: Sql) {
    const ids = new Set(rows.flatMap((row) => leadIdsOf(aboutOf(row))));
    return new Map((await this.leads.readNamed(sql, [...ids])).map((lead) => [lead.id, lead]));
  }

  private async namesOf(rows: readonly NotificationRow[], sql: Sql): Promise<ReadonlyMap<string, string>> {
    const abouts = rows.flatMap(aboutOf);
    const names = await Promise.all(
      this.subjects.all.map((notified) => notified.readNames(sql, idsOf(notified.subjectType, abouts))),
    );
    return new Map(names.flatMap((each) => [...each]));
  }
}

/** Returns the subject of a notification, or those that it lists. */
function aboutOf(row: NotificationRow): readonly About[] {
  return row.subjectId === null ? missedIn(row) : [row];
}

type Listed = Pick<NotificationView, 'leadIds' | 'leadCount' | 'filter' | 'linesAbout'>;

/** Returns the leads that a notification lists, with a filter for all of them if the list is cut. */
function leadsOf(row: NotificationRow): Listed {
  const { leadIds, leads, reason } = row.data;
  if (Array.isArray(leadIds)) {
    const isCut = Number(leads) > leadIds.length && typeof reason === 'string';
    const filter = { hadBy: row.repId, closedWith: reason as string };
    return { leadIds, leadCount: Number(leads), ...(isCut && { filter }) };
  }
  const missed = missedIn(row);
  if (missed.length === 0) return {};
  const linesAbout = missed
    .slice(0, LINES_MAX)
    .map(({ subjectType, subjectId }) => ({ type: subjectType!, id: subjectId! }));
  return { leadIds: leadIdsOf(missed), linesAbout };
}

function leadIdsOf(abouts: readonly About[]): string[] {
  return idsOf('lead', abouts);
}

function idsOf(type: OwnedType, abouts: readonly About[]): string[] {
  return [...new Set(abouts.flatMap(({ subjectType, subjectId }) => (subjectType === type ? subjectId! : [])))];
}

/** The name of a subject that the reader may not see. */
const CALLED: Readonly<Record<OwnedType, string>> = { lead: 'A lead', handoff: 'A handoff', deal: 'A deal' };
