import { elapsedMs, parseDuration } from '../../platform/duration.js';
import type { Instant } from '../../platform/instant.js';
import type { ByChannel, NotificationSettings } from '../notifications/notification-settings.js';

/** What is known of whoever is told. */
interface Listener {
  readonly settings: Pick<NotificationSettings, 'quietHours'>;
  readonly way: ByChannel;
  /** When they were last written to so; null: not yet. */
  readonly lastAt: Instant | null;
  /** By when they have to act; null: that is not known, or nothing is due. */
  readonly actBy: Instant | null;
  /** The first instant from one on at which they are at work; null: never. */
  readonly atWorkFrom: (at: Instant) => Instant | null;
}

/**
 * When somebody is told of what happens now: at once, or when as much time has passed since the last message as they want,
 * but never later than after half of the time that is left to act. Who wants quiet is told when they are at work.
 */
export function whenToTell({ settings, way, lastAt, actBy, atWorkFrom }: Listener, now: Instant): Instant {
  const paced = lastAt === null ? now : Math.max(now, lastAt + durationMs(way.digest));
  const halfLeft = actBy === null ? Number.POSITIVE_INFINITY : now + Math.max(0, Math.floor((actBy - now) / 2));
  const at = Math.min(paced, halfLeft);
  return settings.quietHours === 'none' ? at : (atWorkFrom(at) ?? at);
}

function durationMs(text: string): number {
  const duration = parseDuration(text, { allowZero: true });
  // Checked when it was saved.
  return 'code' in duration ? 0 : elapsedMs(duration);
}
