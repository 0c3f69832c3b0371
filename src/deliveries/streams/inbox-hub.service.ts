import type { Readable } from 'node:stream';
import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { type LeadRead, LeadsService } from '../../desk/leads.service.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import type { LedgerRow } from '../../events/event.js';
import { type FeedPosition, feedCursor, isBefore } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { HolderStore, type Holders } from '../../leads/holder.store.js';
import { namesOf } from '../../leads/lead.js';
import { sentenceOf } from '../../leads/timeline.js';
import { isOfferedToAny } from '../../leads/visibility.js';
import { NotificationStore } from '../../notifications/notification.store.js';
import { serverSent } from '../../platform/http/page.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { groupBy } from '../../platform/values/group.js';
import { NotificationsService } from '../notifications/notifications.service.js';
import { READS_AS, type ReadsAs } from '../notifications/reads-as.js';
import { departureOf } from './leaving.js';
import { LedgerHub, type LedgerStretch } from './ledger-hub.service.js';
import { InboxListener, type ListenerOf } from './listener.js';
import { ANEW } from './stream-connections.service.js';
import { areSame, type WatchedReps } from './watched.js';

/** A listener that is further behind gets its inboxes anew, which is faster than reading so many events. */
const FAR = 20_000;
const PAGE = 100;
/** The changes of a stretch: the leads in their present state, and who had them before. */
interface InboxChanges {
  readonly leads: ReadonlyMap<string, LeadRead>;
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly notifications: Awaited<ReturnType<NotificationStore['readBetween']>>;
  readonly events: ReadonlyMap<string, readonly LedgerRow[]>;
  readonly directory: Directory;
  /** By scope of the reader, then by notification id. */
  readonly texts: ReadonlyMap<ReadsAs, ReadonlyMap<string, string>>;
}

interface InboxContent {
  readonly ids: readonly string[];
  readonly leads: readonly LeadRead[];
}

/** Sends inboxes to the listeners of this node as they change. Rows are sent whole: clients need no further request. */
@Injectable()
export class InboxHub extends LedgerHub<InboxListener> implements BeforeApplicationShutdown {
  constructor(
    ledger: LedgerStore,
    time: TimeSource,
    private readonly holders: HolderStore,
    private readonly leads: LeadsService,
    private readonly store: NotificationStore,
    private readonly notifications: NotificationsService,
    private readonly directories: DirectoryService,
  ) {
    super(ledger, time);
  }

  /**
   * @param watch returns what it may still watch, null for nothing; called at every beat
   * @param after the position to resume from; null starts with the whole inboxes
   */
  async listen(
    watched: WatchedReps,
    after: FeedPosition | null,
    { of, watch }: { readonly of: ListenerOf; readonly watch: () => Promise<WatchedReps | null> },
  ): Promise<Readable> {
    let goesOn: FeedPosition | null = null;
    const listener = await this.admit(of.keyId, async () => {
      const horizon = await this.ledger.readHorizon();
      if (after !== null && !isBefore(await this.ledger.endOfSlice({ after, horizon }, FAR), horizon)) goesOn = after;
      return new InboxListener(watched, goesOn ?? horizon, of);
    });
    const mayStill = async (): Promise<boolean> => {
      const now = await watch();
      if (now === null) return false;
      if (areSame(now, listener.watched)) return true;
      listener.watched = now;
      this.bring(listener, () => this.sendInboxes(listener));
      return true;
    };
    this.add(listener, mayStill, goesOn === null ? () => this.sendInboxes(listener) : undefined);
    return listener.stream;
  }

  private async sendInboxes(listener: InboxListener): Promise<void> {
    const { turn } = listener;
    // Another run may begin meanwhile. Then this one must not send the id that marks the end.
    const isOurs = () => !listener.isGone && listener.turn === turn;
    const horizon = await this.inTurn(listener, () => this.ledger.readHorizon());
    if (horizon === null) return;
    listener.at = horizon;
    await this.sendPatiently(listener, [serverSent({ id: ANEW, event: 'reset', data: '{}' })]);
    const { inboxes, offering } = listener.watched;
    const whose = { repIds: [...inboxes], poolIds: [...offering] };
    for (let last: string | null = null; isOurs(); ) {
      const held: InboxContent | null = await this.inTurn(listener, () => this.readHeld(whose, last));
      if (held === null) return;
      const { ids, leads } = held;
      await this.sendPatiently(
        listener,
        leads.filter((lead) => isIn(lead, listener)).map((lead) => serverSent(putOf(lead))),
      );
      if (ids.length < PAGE) break;
      last = ids.at(-1)!;
    }
    // Sends the first id from which the listener can resume.
    if (isOurs()) await this.sendPatiently(listener, [this.beat(listener.at)]);
  }

  private async readHeld(whose: Holders, after: string | null): Promise<InboxContent> {
    const ids = await this.holders.readHeld(whose, after, PAGE);
    return { ids, leads: await this.leads.readNow(ids) };
  }

  protected async render(
    stretch: LedgerStretch,
    listeners: ReadonlySet<InboxListener>,
  ): Promise<(listener: InboxListener) => string[]> {
    const changes = await this.readChanges(stretch, [...listeners]);
    return (listener) => textsFor(listener, changes, stretch.horizon);
  }

  private async readChanges(stretch: LedgerStretch, listeners: readonly InboxListener[]): Promise<InboxChanges> {
    const ofLeads = stretch.rows.filter(({ subjectType }) => subjectType === 'lead');
    const watched = new Set(listeners.flatMap((each) => [...each.watched.inboxes]));
    const reached = new Set(listeners.flatMap((each) => [...each.watched.notified]));
    const offering = {
      poolIds: [...new Set(listeners.flatMap((each) => [...each.watched.offering]))],
      since: Math.min(...stretch.rows.map(({ occurredAt }) => occurredAt)),
    };
    const suppressed = await this.readSuppressed(stretch, { repIds: [...watched], poolIds: offering.poolIds });
    const changed = new Set([...ofLeads.map(({ subjectId }) => subjectId), ...suppressed]);
    const holders = changed.size === 0 ? [] : await this.holders.readHolders([...changed], [...watched], offering);
    const byLead = groupBy(holders, ({ leadId }) => leadId);
    const leads = await this.leads.readNow([...byLead.keys()]);
    const notifications = await this.store.readBetween([...reached], stretch);
    const texts = new Map<ReadsAs, ReadonlyMap<string, string>>();
    for (const as of READS_AS.filter((each) => listeners.some(({ watched }) => watched.as === each))) {
      const views = await this.notifications.viewsFor(notifications, as);
      texts.set(as, new Map(views.map((view) => [view.id, JSON.stringify(view)])));
    }
    return {
      events: groupBy(ofLeads, ({ subjectId }) => subjectId),
      directory: await this.directories.now(),
      leads: new Map(leads.map((lead) => [lead.view.id, lead])),
      holders: new Map([...byLead].map(([id, each]) => [id, each.map(({ holderId }) => holderId)])),
      notifications,
      texts,
    };
  }

  /** Returns the leads whose person was suppressed or is no longer: they stay as they are, but read differently. */
  private async readSuppressed({ rows }: LedgerStretch, whose: Holders): Promise<string[]> {
    const ids = rows.filter(({ subjectType }) => subjectType === 'suppression').map(({ subjectId }) => subjectId);
    if (ids.length === 0) return [];
    return this.leads.namedBy(ids, await this.holders.readPeople(whose));
  }
}

/** Only the last message has an id, so a listener that disconnects before it receives all of them again. */
function textsFor(listener: InboxListener, changes: InboxChanges, end: FeedPosition): string[] {
  const { inboxes, offering, as } = listener.watched;
  const messages: { event: string; data: string }[] = [];
  for (const row of changes.notifications)
    if (listener.hears(row)) messages.push({ event: 'notification', data: changes.texts.get(as)!.get(row.id)! });
  for (const [leadId, holders] of changes.holders) {
    const lead = changes.leads.get(leadId);
    if (lead === undefined || !holders.some((id) => inboxes.has(id) || offering.has(id))) continue;
    if (isIn(lead, listener)) messages.push(putOf(lead));
    // The lead is read in its present state. If the event that removed it lies beyond this stretch, that event's turn
    // reports it, with the reason.
    else if ((changes.events.get(leadId)?.at(-1)?.subjectSeq ?? -1) >= lead.seq)
      messages.push(goneOf(lead, listener, changes));
  }
  return messages.map((message, index) =>
    serverSent({ ...message, ...(index === messages.length - 1 && { id: feedCursor(end) }) }),
  );
}

function isIn({ ownerId, poolId, waiting, status, offer }: LeadRead, { watched }: InboxListener): boolean {
  if (waiting === 'claim')
    return watched.offering.has(poolId!) && isOfferedToAny(offer!, (repId) => watched.inboxes.has(repId));
  return status === 'open' && ownerId !== null && watched.inboxes.has(ownerId);
}

function putOf({ view, seq }: LeadRead) {
  return { event: 'inbox.put', data: JSON.stringify({ row: view, seq, repId: view.ownerId }) };
}

function goneOf({ view, seq, ...lead }: LeadRead, { watched }: InboxListener, changes: InboxChanges) {
  const left = departureOf(lead, changes.events.get(view.id) ?? [], watched, changes.holders.get(view.id)!);
  const reason = left && sentenceOf(left.event, namesOf(changes.directory, watched.timeZone));
  const data = { leadId: view.id, seq, repId: left?.repId ?? null, reason: reason ?? null };
  return { event: 'inbox.gone', data: JSON.stringify(data) };
}
