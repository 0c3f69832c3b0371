import { Injectable } from '@nestjs/common';
import { inLocalWords } from '../../calendar/zone.js';
import type { LeadClock } from '../../clocks/clock.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { LedgerRow } from '../../events/event.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { nameOfLead, namesOf } from '../../leads/lead.js';
import type { LeadRow } from '../../leads/lead.store.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { sentenceOf } from '../../leads/timeline.js';
import { readProgramFile } from '../../platform/running/files.js';
import { Database } from '../../platform/sql/database.js';
import type { Instant } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { DeliveryListStore, type ListedDelivery, type PostedRow } from '../delivery-list.store.js';
import { dueFor, factsOf, idWhereNameless, MessageWriting, NEVER } from '../messages/message-writing.service.js';
import { stateOf } from '../messages/obsolete.js';
import { NotifiedSubjects, type PostedSubject } from '../notified-subjects.service.js';
import { Unwritable } from '../rendered-text.js';
import { buttonsFor } from '../slack/slack-press.js';
import type { ChannelKind, PostedMessage } from './channel.js';
import { type Payload, type PostItem, PostTexts } from './post-text.js';

/** A post to a channel: a new one about an event, or the rewrite of an earlier message. */
interface ToPost {
  readonly id: string;
  readonly rewrites: string | null;
  readonly subjectId: string;
  readonly subjectSeq: number;
  readonly eventAt: Instant;
}

export interface WrittenPost {
  /** Null if its content is no longer stored. */
  readonly payload: Payload | Unwritable | null;
  /** Whether later events may require a rewrite. */
  readonly isLive: boolean;
  /** Why it is not posted; null if it is. */
  readonly obsolete: string | null;
  /** Where the rewritten message is posted. Null for a new post, or if that message has not been posted yet. */
  readonly posted: PostedMessage | null;
}

/** What posts are written from. */
interface PostInputs {
  readonly events: ReadonlyMap<string, LedgerRow>;
  readonly subjects: ReadonlyMap<string, PostedSubject>;
  readonly leads: ReadonlyMap<string, LeadRow>;
  readonly clocks: ReadonlyMap<string, readonly LeadClock[]>;
  readonly directory: Directory;
}

const GONE = 'its subject is no longer kept';
const NEVER_SENT = 'the message was never sent';

/** Writes the posts to channels and the bots' messages to reps. Content is read at the time of writing. */
@Injectable()
export class PostWriting {
  private readonly texts: Readonly<Record<ChannelKind, PostTexts>> = {
    slack: new PostTexts('templates/slack', readProgramFile('templates', 'slack', 'message.liquid')),
    teams: new PostTexts('templates/teams', readProgramFile('templates', 'teams', 'message.liquid')),
  };

  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerStore,
    private readonly leads: LeadListStore,
    private readonly lists: DeliveryListStore,
    private readonly subjects: NotifiedSubjects,
    private readonly messages: MessageWriting,
    private readonly directories: DirectoryService,
  ) {}

  async writeMany(kind: ChannelKind, posts: readonly ToPost[]): Promise<WrittenPost[]> {
    const rewritten = groupBy(
      await this.lists.readMessages(
        this.database.reads,
        posts.flatMap(({ rewrites }) => rewrites ?? []),
      ),
      ({ messageId }) => messageId,
    );
    const posted = [...rewritten.values()].flat().filter(isPost);
    const known = await this.read([...posts.filter(({ rewrites }) => rewrites === null), ...posted]);
    const personal = await this.itemsOfPersonal([...rewritten.values()].filter(([first]) => first?.repId !== null));
    return posts.map((post) => {
      if (post.rewrites === null) return this.first(kind, post, known);
      const rows = rewritten.get(post.rewrites) ?? [];
      return this.again(
        rows,
        personal.get(post.rewrites) ?? rows.filter(isPost).flatMap((row) => itemOf(row, known) ?? []),
      );
    });
  }

  /** Returns the payload as JSON, even if it is obsolete; null if its content is no longer stored. */
  async bodyOf(kind: ChannelKind, row: ListedDelivery): Promise<string | null> {
    const payload =
      row.notificationId === null
        ? (await this.writeMany(kind, [row as ListedDelivery & ToPost]))[0]!.payload
        : await this.payloadTo(row.repId!, row.notificationId);
    if (payload instanceof Unwritable) return payload.problem;
    return payload === null ? null : JSON.stringify(payload);
  }

  private async payloadTo(repId: string, notificationId: string) {
    const [message] = await this.messages.readItems([{ repId, notificationIds: [notificationId] }], true);
    return message!.items.length === 0 ? null : this.payloadOf(message!.items);
  }

  /** Renders the message that a bot sends to a rep, of the items that are not obsolete. */
  payloadOf(items: readonly PostItem[]): Payload | Unwritable {
    return this.texts.slack.write(items);
  }

  private first(kind: ChannelKind, post: ToPost, known: PostInputs): WrittenPost {
    const item = itemOf(post, known);
    const obsolete = item === null ? GONE : obsoleteBecause(known.events.get(placeOf(post))!, known);
    const payload = item === null ? null : this.texts[kind].write([item]);
    return { payload, isLive: item?.isLive ?? false, obsolete, posted: null };
  }

  private again(rows: readonly PostedRow[], items: readonly PostItem[]): WrittenPost {
    const posted = rows.find((row) => row.posted !== null)?.posted ?? null;
    const isOnItsWay = rows.some(({ state }) => state === 'waiting');
    const obsolete = items.length === 0 ? GONE : posted === null && !isOnItsWay ? NEVER_SENT : null;
    const payload = items.length === 0 ? null : this.texts.slack.write(items);
    return { payload, isLive: items.some(({ isLive }) => isLive), obsolete, posted };
  }

  private async itemsOfPersonal(
    messages: readonly (readonly PostedRow[])[],
  ): Promise<Map<string, readonly PostItem[]>> {
    const addressed = messages.map((rows) => ({
      repId: rows[0]!.repId!,
      notificationIds: rows.map(({ notificationId }) => notificationId!),
    }));
    const written = await this.messages.readItems(addressed, true);
    return new Map(written.map(({ items }, index) => [messages[index]![0]!.messageId, items]));
  }

  private async read(places: readonly Pick<ToPost, 'subjectId' | 'subjectSeq' | 'eventAt'>[]): Promise<PostInputs> {
    const sql = this.database.reads;
    const events = places.length === 0 ? [] : await this.ledger.readSome(places);
    const ids = [...new Set(places.map(({ subjectId }) => subjectId))];
    const others = new Set(events.filter(isOfNoLead).map(({ subjectId }) => subjectId));
    const leadIds = ids.filter((id) => !others.has(id));
    const leads = await this.leads.readMany(sql, leadIds);
    return {
      events: new Map(events.map((event) => [placeOf(event), event])),
      subjects: await this.readSubjects(events.filter(isOfNoLead)),
      leads: new Map(leads.map((lead) => [lead.id, lead])),
      clocks: groupBy(await this.leads.readClocks(sql, leadIds), ({ subjectId }) => subjectId),
      directory: await this.directories.now(),
    };
  }

  private async readSubjects(events: readonly LedgerRow[]): Promise<ReadonlyMap<string, PostedSubject>> {
    const known = await Promise.all(
      this.subjects.all.map((notified) => {
        const ofType = events.filter(({ subjectType }) => subjectType === notified.subjectType);
        return notified.readPosts(this.database.reads, [...new Set(ofType.map(({ subjectId }) => subjectId))]);
      }),
    );
    return new Map(known.flatMap((each) => [...each]));
  }
}

function isOfNoLead({ subjectType }: LedgerRow): boolean {
  return subjectType !== 'lead';
}

function isPost(row: PostedRow): row is PostedRow & ToPost {
  return row.eventAt !== null && row.subjectId !== null && row.subjectSeq !== null;
}

function placeOf({ subjectId, subjectSeq }: { readonly subjectId: string; readonly subjectSeq: number }): string {
  return `${subjectId} ${subjectSeq}`;
}

/** Returns null if the content is no longer stored. A channel whose rep has lost the lead sees only the lead's name. */
function itemOf(post: Pick<ToPost, 'subjectId' | 'subjectSeq'>, known: PostInputs): PostItem | null {
  const { directory } = known;
  const event = known.events.get(placeOf(post));
  const subject = known.subjects.get(post.subjectId);
  if (event !== undefined && subject !== undefined) return subject.itemOf(event, directory);
  const lead = known.leads.get(post.subjectId);
  if (event === undefined || lead === undefined) return null;
  const notifiedId = typeof event.data.repId === 'string' ? event.data.repId : null;
  const { outcome, isLive } = stateOf(notifiedId, lead, (id) => directory.rep(id)?.name ?? 'somebody else');
  const zone = directory.timeZoneOf(lead.ownerId);
  const due = isLive && lead.ownerId !== null ? dueFor(lead.ownerId, known.clocks.get(lead.id) ?? []) : NEVER;
  const names = namesOf(directory, zone);
  return {
    title: nameOfLead(lead, names),
    text: sentenceOf(event, names),
    lines: [],
    answerBy: due === NEVER ? null : inLocalWords(due, zone),
    facts: isLive ? factsOf(lead).filter(({ name }) => name !== 'Name') : idWhereNameless(lead),
    message: isLive ? (lead.message ?? null) : null,
    outcome,
    isLive,
    actOn: isLive ? lead.id : null,
    buttons: buttonsFor(lead),
  };
}

/** Returns why a post is obsolete, or null if it is not. A miss is always posted, unless its lead is erased. */
function obsoleteBecause(event: LedgerRow, { leads, clocks, subjects }: PostInputs): string | null {
  const { type, data, subjectId } = event;
  const subject = subjects.get(subjectId);
  if (subject !== undefined) return subject.obsoleteBecause(event);
  const lead = leads.get(subjectId)!;
  if (type === 'sla.breached') return lead.erasedAt === null ? null : GONE;
  if (lead.status !== 'open') return 'the lead was closed';
  if (lead.ownerId !== (data.repId ?? null)) return 'the lead has moved on';
  const clock = (clocks.get(subjectId) ?? []).find(({ id }) => id === data.clockId);
  return clock === undefined || clock.state === 'running' ? null : 'the promise was kept or missed already';
}
