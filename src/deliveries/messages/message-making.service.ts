import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import type { Clock, OwnedClockKind } from '../../clocks/clock.js';
import { ClockStore } from '../../clocks/clock.store.js';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { type NotificationRow, NotificationStore } from '../../notifications/notification.store.js';
import { Mailer } from '../../platform/outbound/mailer.js';
import { Environment } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { OWNED_TYPES } from '../../vocabulary/subjects.js';
import type { PersonalChannel } from '../delivery.js';
import { DeliveryQueueStore } from '../delivery-queue.store.js';
import { DEFAULTS, isPaced } from '../notifications/notification-settings.js';
import { NotificationSettingsStore } from '../notifications/notification-settings.store.js';
import { MessagePaceStore, MessageWayStore } from './message-way.store.js';
import { audienceOf } from './obsolete.js';
import { isStale } from './ways.js';
import { gatheredUntil, isGathered, messagesOf, type Recipient } from './when-to-send.js';

/** Each node with a mail server records that every minute. Without a record for this long, there is none. */
const GONE_AFTER_MS = 3 * MS_PER_MINUTE;
const AT_ONCE = 500;

/** Makes mails and Slack messages of notifications in the inbox (docs/adr/0036). */
@Injectable()
export class MessageMaking implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationStore,
    private readonly settings: NotificationSettingsStore,
    private readonly pace: MessagePaceStore,
    private readonly queue: DeliveryQueueStore,
    private readonly ways: MessageWayStore,
    private readonly leads: LeadListStore,
    private readonly clocks: ClockStore,
    private readonly directories: DirectoryService,
    private readonly mailer: Mailer,
    private readonly environment: Environment,
    private readonly time: TimeSource,
  ) {}

  /** Runs before any message is made: a notification handled while no channel is known is never sent later. */
  async onApplicationBootstrap(): Promise<void> {
    if (this.environment.role !== 'api') await this.noteMail();
  }

  /**
   * Records that a worker node has a mail server. If none of the running workers has one, the record expires. If no
   * worker runs, it stays and messages wait.
   */
  async noteMail(): Promise<void> {
    const { engine } = this.database;
    await (this.mailer.isReady ? this.ways.note(engine, 'email') : this.ways.forget(engine, 'email', GONE_AFTER_MS));
  }

  /**
   * If mail is available only on other nodes, leaves the work to them. If no way exists, marks notifications as done.
   * @param goOn whether to continue
   */
  async follow(goOn: () => boolean = () => true): Promise<void> {
    const ways = await this.ways.read(this.database.engine);
    if (ways.has('email') && !this.mailer.isReady) return;
    while (goOn() && (await this.database.engine.transaction((tx) => this.round(tx, ways))) === AT_ONCE);
  }

  private async round(tx: Tx, ways: ReadonlySet<PersonalChannel>): Promise<number> {
    const notifications = await this.notifications.takeNew(tx, AT_ONCE);
    if (notifications.length === 0) return 0;
    const now = this.time.now();
    const directory = await this.directories.now();
    const repIds = [...new Set(notifications.map(({ repId }) => repId))];
    const own = await this.settings.readMany(tx, repIds);
    const settingsOf = new Map(own.map((row) => [row.repId, row.body]));
    const settingsBy = (repId: string) => settingsOf.get(repId) ?? DEFAULTS;
    const news = notifications.filter(({ repId, createdAt }) => isThere(directory, repId) && !isStale(createdAt, now));
    const gathered = news.filter(({ repId, type }) => ways.has('email') && isGathered(settingsBy(repId), type));
    const plannedAt = await this.pace.lockPlans(tx, 'email', [...new Set(pluck(gathered, 'repId'))]);
    const lastAt = await this.pace.readMany(tx, repIds);
    const recipientOf = (repId: string): Recipient => ({
      settings: settingsBy(repId),
      lastAt: (channel) => lastAt(repId, channel),
      plannedAt: plannedAt.get(repId) ?? null,
      atWorkFrom: (at) => directory.hours.ofOwner(repId, null).working.nextOpening(at),
    });
    const isDelayed = ({ repId }: NotificationRow) =>
      isPaced(settingsBy(repId)) || gatheredUntil(plannedAt.get(repId) ?? null, now) > now;
    const deadlines = await this.deadlinesOf(tx, news.filter(isDelayed));
    const { messages, plans } = messagesOf(news, {
      now,
      newId: () => newId(now),
      recipientOf,
      actBy: (notification) => deadlines.get(placeOf(notification)) ?? endOfOffer(notification),
      ways,
    });
    await this.queue.insertMessages(tx, messages);
    await this.pace.planMany(tx, 'email', plans);
    await this.notifications.markPassedOn(tx, pluck(notifications, 'id'));
    return notifications.length;
  }

  /** Returns the earliest deadline by rep and subject: a message waits no longer than half of the time left. */
  private async deadlinesOf(tx: Tx, notifications: readonly NotificationRow[]): Promise<Map<string, Instant>> {
    const ofType = groupBy(notifications, ({ subjectType }) => subjectType);
    const read = OWNED_TYPES.map((type) => {
      const ids = [...new Set((ofType.get(type) ?? []).map(({ subjectId }) => subjectId!))];
      if (ids.length === 0) return [];
      return type === 'lead' ? this.leads.readClocks(tx, ids) : this.clocks.readOf(tx, type, ids);
    });
    const running = (await Promise.all(read)).flat().filter(isOwed);
    const ofEach = groupBy(running, placeOf);
    return new Map([...ofEach].map(([place, clocks]) => [place, Math.min(...clocks.map(({ dueAt }) => dueAt!))]));
  }
}

function placeOf({ repId, subjectId }: { readonly repId: string | null; readonly subjectId: string | null }): string {
  return `${repId} ${subjectId}`;
}

function isOwed({ state, dueAt, repId }: Clock<OwnedClockKind>): boolean {
  return state === 'running' && dueAt !== null && repId !== null;
}

/** An offered lead has no clock of the reps who may claim it, but it is dealt to somebody when the offer ends. */
function endOfOffer({ type, data }: NotificationRow): Instant | null {
  return audienceOf(type) === 'members' && typeof data.until === 'string' ? Date.parse(data.until) : null;
}

function isThere(directory: Directory, repId: string): boolean {
  return directory.rep(repId)?.active === true;
}
