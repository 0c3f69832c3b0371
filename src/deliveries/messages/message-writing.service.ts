import { Injectable } from '@nestjs/common';
import { inLocalWords } from '../../calendar/zone.js';
import type { LeadClock } from '../../clocks/clock.js';
import { readAddress } from '../../contact/address.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { knownNameOf, namesOf } from '../../leads/lead.js';
import type { LeadRow } from '../../leads/lead.store.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { type NotificationRow, NotificationStore } from '../../notifications/notification.store.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { readProgramFile } from '../../platform/running/files.js';
import { Database, type Sql } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import type { PostItem } from '../channels/post-text.js';
import { wordsOf } from '../notifications/notification-words.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import type { ReadsAs } from '../notifications/reads-as.js';
import { NotifiedSubjects } from '../notified-subjects.service.js';
import { Unwritable } from '../rendered-text.js';
import { buttonsFor } from '../slack/slack-press.js';
import { type Item, type MessageText, MessageTexts } from './message-text.js';
import { audienceOf, obsoleteBecause, saidInVain, stateOf } from './obsolete.js';

interface AddressedMessage {
  readonly repId: string;
  readonly notificationIds: readonly string[];
  /** Links to act on each notification's lead, for the owner of an open lead or those who may claim it. */
  readonly actions?: ReadonlyMap<string, Item['actions']>;
}

export interface WrittenMessage {
  /** Null if all are obsolete. */
  readonly message: MessageText | Unwritable | null;
  readonly obsolete: ReadonlyMap<string, string>;
}

/** The items of a message to a rep, the most urgent first. */
export interface WrittenMessages {
  readonly items: readonly (Item & PostItem)[];
  readonly obsolete: ReadonlyMap<string, string>;
}

interface ItemOptions {
  readonly evenObsolete: boolean;
  readonly isMail: boolean;
}

/** Sorts items without a deadline last. */
export const NEVER: Instant = Number.POSITIVE_INFINITY;
const NO_ACTIONS: NonNullable<AddressedMessage['actions']> = new Map();
const GONE = 'its subject is no longer kept';

/** Writes messages to reps. Content is read at the time of writing, because neither rows nor queues store names. */
@Injectable()
export class MessageWriting {
  private readonly texts = new MessageTexts({
    subject: readProgramFile('templates', 'mail', 'subject.liquid'),
    text: readProgramFile('templates', 'mail', 'text.liquid'),
    html: readProgramFile('templates', 'mail', 'html.liquid'),
  });

  private readonly base: string;

  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationStore,
    private readonly sentences: NotificationsService,
    private readonly leads: LeadListStore,
    private readonly subjects: NotifiedSubjects,
    private readonly directories: DirectoryService,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  async writeMany(messages: readonly AddressedMessage[]): Promise<WrittenMessage[]> {
    const written = await this.readMessages(messages, { evenObsolete: false, isMail: true });
    return written.map(({ items, obsolete }) => ({
      message: items.length === 0 ? null : this.texts.write(items),
      obsolete,
    }));
  }

  /** Returns the items without rendering them. @param evenObsolete includes obsolete notifications */
  readItems(messages: readonly AddressedMessage[], evenObsolete = false): Promise<WrittenMessages[]> {
    return this.readMessages(messages, { evenObsolete, isMail: false });
  }

  private async readMessages(
    messages: readonly AddressedMessage[],
    { evenObsolete, isMail }: ItemOptions,
  ): Promise<WrittenMessages[]> {
    const known = await this.read(messages.flatMap(({ notificationIds }) => notificationIds));
    return messages.map(({ repId, notificationIds, actions = NO_ACTIONS }) => {
      // Ids sort by creation; deliveries may have been taken in another order.
      const rows = [...notificationIds].sort().flatMap((id) => known.rows.get(id) ?? []);
      const gone = notificationIds.filter((id) => !known.rows.has(id)).map((id) => [id, GONE] as const);
      const obsolete = new Map([...gone, ...saidInVain(rows)]);
      for (const row of rows) {
        const lead = known.leadOf(row);
        const about = lead === undefined ? null : { ...lead, clocks: known.clocksOf(row) };
        const whyObsolete = known.whyObsoleteOf(row);
        const why =
          whyObsolete === undefined
            ? obsoleteBecause({ type: row.type, repId, clockId: row.data.clockId, lead: about })
            : whyObsolete;
        if (why !== null) obsolete.set(row.id, why);
      }
      const shown = rows.filter(({ id }) => evenObsolete || !obsolete.has(id));
      return { items: this.itemsOf(repId, shown, known, { actions, isMail }), obsolete };
    });
  }

  /** Returns the mail as plain text without links that act, even if it is obsolete; null if its content is no longer stored. */
  async textOf(repId: string, notificationIds: readonly string[], as: ReadsAs = 'manager'): Promise<string | null> {
    const known = await this.read(notificationIds, as);
    const items = this.itemsOf(repId, [...known.rows.values()], known, { actions: NO_ACTIONS, isMail: true });
    if (items.length === 0) return null;
    const message = this.texts.write(items);
    return message instanceof Unwritable ? message.problem : `Subject: ${message.subject}\n\n${message.text}`;
  }

  /** @param as whether leads of those whom the recipient leads are named, as in what is sent */
  private async read(ids: readonly string[], as: ReadsAs = 'manager') {
    const sql = this.database.reads;
    const rows = await this.notifications.readMany(sql, ids);
    const leadIds = [
      ...new Set(rows.flatMap(({ subjectType, subjectId }) => (subjectType === 'lead' ? [subjectId!] : []))),
    ];
    const obsoletes = await this.readObsolete(sql, rows);
    const views = await this.sentences.viewsFor(rows, as);
    const leads = new Map((await this.leads.readMany(sql, leadIds)).map((lead) => [lead.id, lead]));
    const clocks = groupBy(await this.leads.readClocks(sql, leadIds), ({ subjectId }) => subjectId);
    return {
      rows: new Map(rows.map((row) => [row.id, row])),
      views: new Map(views.map((view) => [view.id, view])),
      directory: await this.directories.now(),
      whyObsoleteOf: (row: NotificationRow) => obsoletes.get(row.subjectType)?.(row),
      leadOf: ({ subjectId }: NotificationRow) => leads.get(subjectId ?? ''),
      clocksOf: ({ subjectId }: NotificationRow) => clocks.get(subjectId ?? '') ?? [],
    };
  }

  /** Returns why notifications about other subjects than leads are obsolete, by type of subject. */
  private async readObsolete(sql: Sql, rows: readonly NotificationRow[]) {
    const read = this.subjects.all.map(async (notified) => {
      const ofType = rows.filter(({ subjectType }) => subjectType === notified.subjectType);
      const ids = new Set(ofType.flatMap(({ subjectId }) => subjectId ?? []));
      return [notified.subjectType, await notified.readObsolete(sql, [...ids])] as const;
    });
    return new Map<NotificationRow['subjectType'], Awaited<(typeof read)[number]>[1]>(await Promise.all(read));
  }

  /** Earliest deadline first. */
  private itemsOf(
    repId: string,
    rows: readonly NotificationRow[],
    { views, directory, leadOf, clocksOf }: Awaited<ReturnType<MessageWriting['read']>>,
    { actions, isMail }: { readonly actions: NonNullable<AddressedMessage['actions']>; readonly isMail: boolean },
  ): (Item & PostItem)[] {
    const zone = directory.timeZoneOf(repId);
    const items = rows.map((row) => {
      const lead = leadOf(row);
      // A former owner learns which lead moved, but gets no personal data of it.
      const isOwn = lead !== undefined && lead.ownerId === repId;
      const due = isOwn ? dueFor(repId, clocksOf(row)) : NEVER;
      const to = row.subjectType === 'lead' ? audienceOf(row.type) : null;
      const isOffered = to === 'members' && lead?.waiting === 'claim';
      const notifiedId = to === 'owner' ? repId : null;
      const state =
        to === null ? null : stateOf(notifiedId, lead ?? null, (id) => directory.rep(id)?.name ?? 'somebody else');
      const item: Item & PostItem = {
        title: null,
        text: views.get(row.id)!.text,
        lines: views.get(row.id)!.lines ?? [],
        answerBy: due === NEVER || isSaidIn(row, due) ? null : inLocalWords(due, zone),
        facts: isOwn
          ? [...factsOf(lead), ...(isMail || isOfSeveral(row) ? this.pageOf(row) : [])]
          : (wordsOf(row.type)?.facts?.(row.data, namesOf(directory, zone)) ?? this.pageOf(row)),
        // Only by mail: a bot's post about a handoff could not be found again to erase a person whom it names.
        message: isOwn ? (lead.message ?? null) : (isMail && views.get(row.id)!.textForClient) || null,
        actions: isOffered || (isOwn && lead.status === 'open') ? (actions.get(row.id) ?? []) : [],
        outcome: state?.outcome ?? null,
        isLive: state?.isLive ?? false,
        actOn: state?.isLive === true ? row.subjectId : null,
        buttons: buttonsFor(lead ?? null),
      };
      return { item, due };
    });
    return items.sort((one, other) => byDue(one.due, other.due)).map(({ item }) => item);
  }

  /** Returns the address of its page in the console. The address has no personal data, only the subject's id. */
  private pageOf(row: NotificationRow): Item['facts'] {
    const { type, data, subjectType, subjectId } = row;
    if (isOfSeveral(row)) {
      const href = `${this.base}/console/${pageOfSeveral(row)}`;
      return [{ name: 'All of them', value: href, href }];
    }
    const ofItself = wordsOf(type)?.page?.(data);
    if (subjectType === null && ofItself === undefined) return [];
    const areMany = (type === 'lead.queued' || type === 'lead.queueOverdue') && data.leads !== 1;
    const path = areMany ? 'floor' : (ofItself ?? `${subjectType}s/${subjectId}`);
    const href = `${this.base}/console/${path}`;
    return [{ name: areMany ? 'All of them' : 'In Touchline', value: href, href }];
  }
}

/** The deadline is said once: in the sentence, if that names it. */
function isSaidIn({ data }: NotificationRow, due: Instant): boolean {
  const said = data.firstDueAt ?? data.dueAt;
  return typeof said === 'string' && Date.parse(said) === due;
}

/** Reports whether it is about several leads of the rep, of which it may name the first due. */
function isOfSeveral({ data }: NotificationRow): boolean {
  return Array.isArray(data.leadIds);
}

/** The inbox with what came; what was closed is in no inbox. */
function pageOfSeveral({ id, type, repId, data }: NotificationRow): string {
  const closed = new URLSearchParams({ hadBy: repId, closedWith: String(data.reason) });
  return type === 'leads.closed' ? `leads?${closed}` : `inbox?of=${id}`;
}

function byDue(one: Instant, other: Instant): number {
  return one === other ? 0 : one - other;
}

export function dueFor(repId: string, clocks: readonly LeadClock[]): Instant {
  return Math.min(
    NEVER,
    ...clocks
      .filter((clock) => clock.state === 'running' && clock.repId === repId && clock.dueAt !== null)
      .map(({ dueAt }) => dueAt!),
  );
}

export function factsOf(lead: LeadRow): Item['facts'] {
  const { contact, company, source, campaign } = lead;
  const name = knownNameOf(lead);
  const labelled: [string, string | undefined | null, string?][] = [
    ['Name', name],
    ['Company', company?.name === name ? null : company?.name],
    ['Phone', contact.phone, `tel:${contact.phone?.replaceAll(/[^+\d]/g, '')}`],
    ['E-mail', contact.email, mailtoOf(contact.email)],
    ['From', [source, campaign].filter((part) => part != null).join(', ')],
  ];
  const known = labelled.flatMap(([label, value, href]) =>
    value == null || value === '' ? [] : [{ name: label, value, ...(href !== undefined && { href }) }],
  );
  return [...known, ...idWhereNameless(lead)];
}

/** Identifies a lead without a name by its id. */
export function idWhereNameless(lead: LeadRow): Item['facts'] {
  return knownNameOf(lead) === undefined ? [{ name: 'Lead id', value: lead.id }] : [];
}

/** Encodes the address: an unescaped `?` would begin header fields such as `cc` (RFC 6068). */
function mailtoOf(email = ''): string {
  return `mailto:${(readAddress(email) ?? email).split('@').map(encodeURIComponent).join('@')}`;
}
