import type { NotificationType } from '../../notifications/notification.js';
import type { NotificationRow } from '../../notifications/notification.store.js';
import { elapsedMs, type Instant, MS_PER_MINUTE, parseDuration } from '../../platform/values/duration.js';
import { type NewMessage, PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';
import { type ByChannel, DEFAULTS, isSent, type NotificationSettings } from '../notifications/notification-settings.js';

interface Listener {
  readonly settings: Pick<NotificationSettings, 'quietHours'>;
  readonly way: ByChannel;
  /** When they last got a message by it; null for never. */
  readonly lastAt: Instant | null;
  /** When the message to which this one is gathered goes out; null to send it by itself. */
  readonly gatheredAt: Instant | null;
  /** The deadline to act; null if unknown or none. */
  readonly actBy: Instant | null;
  /** The first instant at or after `at` when they are at work; null for never. */
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

/** For how long mails about leads that come in are gathered after one that went out. */
export const GATHERED_FOR_MS = 5 * MS_PER_MINUTE;

/**
 * What a rep without a digest of their own is mailed about leads that come in or change one after the other. All else
 * goes out at once.
 */
const GATHERED: ReadonlySet<NotificationType> = new Set<NotificationType>([
  'lead.assigned',
  'lead.reassigned',
  'lead.movedAway',
  'lead.woken',
  'lead.inquired',
  'lead.claimed',
  'sla.resumed',
  'sla.replanned',
  'sla.corrected',
]);

/** Reports whether mails of this type to the rep are gathered. */
export function isGathered(settings: NotificationSettings, type: NotificationType): boolean {
  return settings.email.digest === DEFAULTS.email.digest && isSent(settings, 'email', type) && GATHERED.has(type);
}

/**
 * Returns when to send a message: at once, with those that it is gathered to, or when the digest's interval since the
 * last one has passed, but no later than half of the time that is left to act. With quiet hours, it waits further until
 * the rep is at work.
 */
export function whenToSend({ settings, way, lastAt, gatheredAt, actBy, atWorkFrom }: Listener, now: Instant): Instant {
  const paced = gatheredAt ?? (lastAt === null ? now : Math.max(now, lastAt + durationMs(way.digest)));
  const halfLeft = actBy === null ? Number.POSITIVE_INFINITY : now + Math.max(0, Math.floor((actBy - now) / 2));
  const at = Math.min(paced, halfLeft);
  return settings.quietHours === 'none' ? at : (atWorkFrom(at) ?? at);
}

function durationMs(text: string): number {
  const duration = parseDuration(text, { allowZero: true });
  // It was validated when saved, so the fallback is never used.
  return 'code' in duration ? 0 : elapsedMs(duration);
}

/**
 * Returns when a message that gathers leads goes out: at once if none did for a while, with the one that is planned, or
 * as soon as the last one is long enough ago.
 * @param plannedAt when the latest is or was to go out; null for never
 */
export function gatheredUntil(plannedAt: Instant | null, now: Instant): Instant {
  // One that is planned for later waits for the end of quiet hours, which may have been switched off since.
  if (plannedAt === null || plannedAt > now + GATHERED_FOR_MS) return now;
  return plannedAt > now ? plannedAt : Math.max(now, plannedAt + GATHERED_FOR_MS);
}

export interface Recipient {
  readonly settings: NotificationSettings;
  readonly lastAt: (channel: PersonalChannel) => Instant | null;
  /** When the latest mail that gathers leads is or was to go out; null for never. */
  readonly plannedAt: Instant | null;
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

interface SendingContext {
  readonly now: Instant;
  readonly newId: () => string;
  readonly recipientOf: (repId: string) => Recipient;
  /** The rep's deadline for the subject of a notification; null if none is known. */
  readonly actBy: (notification: NotificationRow) => Instant | null;
  readonly ways: ReadonlySet<PersonalChannel>;
}

interface PlannedMessages {
  readonly messages: readonly NewMessage[];
  /** When the next mail that gathers leads goes out, by rep. */
  readonly plans: ReadonlyMap<string, Instant>;
}

/** Returns a message for each notification and channel by which its rep wants it. */
export function messagesOf(notifications: readonly NotificationRow[], deciding: SendingContext): PlannedMessages {
  const { now, newId, recipientOf, actBy, ways } = deciding;
  const plans = new Map<string, Instant>();
  const alone = new Map<string, string>();
  const messages: NewMessage[] = [];
  for (const notification of notifications) {
    const { id: notificationId, repId, type, subjectType, subjectId } = notification;
    const { settings, lastAt, plannedAt, atWorkFrom } = recipientOf(repId);
    for (const channel of PERSONAL_CHANNELS) {
      if (!ways.has(channel) || !isSent(settings, channel, type)) continue;
      const gathers = channel === 'email' && isGathered(settings, type);
      const listener = {
        // A summary is sent at the end of the working day, as chosen, so quiet hours do not apply to it.
        settings: type === 'team.summary' ? DEFAULTS : settings,
        way: settings[channel],
        lastAt: lastAt(channel),
        gatheredAt: gathers ? (plans.get(repId) ?? gatheredUntil(plannedAt, now)) : null,
        actBy: actBy(notification),
        atWorkFrom,
      };
      const dueAt = whenToSend(listener, now);
      if (gathers) plans.set(repId, Math.min(dueAt, plans.get(repId) ?? dueAt));
      const isUrgent =
        channel === 'email' && !gathers && dueAt === now && settings.email.digest === DEFAULTS.email.digest;
      const messageId = isUrgent ? (alone.get(repId) ?? newId()) : null;
      if (messageId !== null) alone.set(repId, messageId);
      messages.push({
        id: newId(),
        channel,
        repId,
        notificationId,
        type,
        subjectType,
        subjectId,
        createdAt: now,
        dueAt,
        messageId,
      });
    }
  }
  return { messages, plans };
}
