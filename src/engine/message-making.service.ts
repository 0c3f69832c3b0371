import { Injectable } from '@nestjs/common';
import type { LeadClock } from '../clocks/clock.js';
import { ChannelStore } from '../deliveries/channel.store.js';
import { PERSONAL_CHANNELS, type PersonalChannel } from '../deliveries/delivery.js';
import { DeliveryQueueStore } from '../deliveries/delivery-queue.store.js';
import { MessagePaceStore } from '../deliveries/message-pace.store.js';
import { messagesOf, type Told } from '../deliveries/messages.js';
import { DEFAULTS } from '../deliveries/notification-settings.js';
import { NotificationSettingsStore } from '../deliveries/notification-settings.store.js';
import type { Directory } from '../directory/directory.js';
import { DirectoryService } from '../directory/directory.service.js';
import { LeadListStore } from '../leads/lead-list.store.js';
import { type NotificationRow, NotificationStore } from '../notifications/notification.store.js';
import { Database, type Tx } from '../platform/database.js';
import { groupBy } from '../platform/group.js';
import { newId } from '../platform/ids.js';
import type { Instant } from '../platform/instant.js';
import { Mailer } from '../platform/mailer.js';
import { TimeSource } from '../platform/time-source.js';

/** Notifications of one transaction. */
const AT_ONCE = 500;

/** Makes of what reps are told in the program what goes to them by other ways (docs/adr/0036). */
@Injectable()
export class MessageMaking {
  /** Why nothing can be sent by each way, in plain English; null where it can. */
  private readonly obstacles: Readonly<Record<PersonalChannel, (tx: Tx) => Promise<string | null>>> = {
    email: async () => (this.mailer.isReady ? null : 'there is no mail server: set SMTP_URL and MAIL_FROM'),
    slack: async (tx) =>
      (await this.channels.findLikelyBot(tx)) === null
        ? 'there is no channel of Slack whose bot could write to them'
        : null,
  };

  constructor(
    private readonly database: Database,
    private readonly notifications: NotificationStore,
    private readonly settings: NotificationSettingsStore,
    private readonly pace: MessagePaceStore,
    private readonly queue: DeliveryQueueStore,
    private readonly channels: ChannelStore,
    private readonly leads: LeadListStore,
    private readonly directories: DirectoryService,
    private readonly mailer: Mailer,
    private readonly time: TimeSource,
  ) {}

  /** Until none is left. @param goOn whether to go on */
  async follow(goOn: () => boolean = () => true): Promise<void> {
    while (goOn() && (await this.database.engine.transaction((tx) => this.round(tx))) === AT_ONCE);
  }

  /** @returns how many there were */
  private async round(tx: Tx): Promise<number> {
    const notifications = await this.notifications.takeNew(tx, AT_ONCE);
    if (notifications.length === 0) return 0;
    const now = this.time.now();
    const directory = await this.directories.now();
    const repIds = [...new Set(notifications.map(({ repId }) => repId))];
    const own = new Map((await this.settings.readMany(tx, repIds)).map((row) => [row.repId, row.body]));
    const lastAt = await this.pace.readMany(tx, repIds);
    const told = (repId: string): Told => ({
      settings: own.get(repId) ?? DEFAULTS,
      lastAt: (channel) => lastAt(repId, channel),
      atWorkFrom: (at) => directory.ownerHours(repId, null).working.nextOpening(at),
    });
    const deadlines = await this.deadlinesOf(tx, notifications);
    const obstacles = new Map<PersonalChannel, string | null>();
    for (const channel of PERSONAL_CHANNELS) obstacles.set(channel, await this.obstacles[channel](tx));
    const messages = messagesOf(
      notifications.filter(({ repId }) => isThere(directory, repId)),
      {
        now,
        newId: () => newId(now),
        told,
        actBy: ({ repId, subjectId }) => deadlines.get(`${repId} ${subjectId}`) ?? null,
        obstacle: (channel) => obstacles.get(channel) ?? null,
      },
    );
    await this.queue.insertMessages(tx, messages);
    await this.notifications.markPassedOn(
      tx,
      notifications.map(({ id }) => id),
    );
    return notifications.length;
  }

  /** When each rep owes something of each lead they are told of, by both. */
  private async deadlinesOf(tx: Tx, notifications: readonly NotificationRow[]): Promise<Map<string, Instant>> {
    const ids = notifications.flatMap(({ subjectType, subjectId }) => (subjectType === 'lead' ? [subjectId!] : []));
    const running = (await this.leads.readClocks(tx, [...new Set(ids)])).filter(isOwed);
    const ofEach = groupBy(running, ({ repId, subjectId }) => `${repId} ${subjectId}`);
    return new Map([...ofEach].map(([key, clocks]) => [key, Math.min(...clocks.map(({ dueAt }) => dueAt!))]));
  }
}

function isOwed({ state, dueAt, repId }: LeadClock): boolean {
  return state === 'running' && dueAt !== null && repId !== null;
}

function isThere(directory: Directory, repId: string): boolean {
  return directory.rep(repId)?.active === true;
}
