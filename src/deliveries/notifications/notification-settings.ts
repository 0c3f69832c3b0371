import { NOTIFICATION_TYPES, type NotificationType } from '../../notifications/notification.js';
import { PERSONAL_CHANNELS, type PersonalChannel } from '../delivery.js';

export interface ByChannel {
  readonly types: readonly NotificationType[];
  /** The least time between two messages; an ISO 8601 duration of elapsed time. */
  readonly digest: string;
}

interface BySlack extends ByChannel {
  /** Null disables messages in Slack. */
  readonly memberId: string | null;
}

export interface NotificationSettings extends Readonly<Record<PersonalChannel, ByChannel>> {
  readonly slack: BySlack;
  /** `offHours`: messages wait until the rep is at work. */
  readonly quietHours: 'none' | 'offHours';
  /** For managers: whether they get a summary of their team at the end of each working day or week. */
  readonly summary: SummaryPeriod | 'none';
}

export const SUMMARY_PERIODS = ['day', 'week'] as const;
export type SummaryPeriod = (typeof SUMMARY_PERIODS)[number];

/** The settings of a rep who has saved none. */
export const DEFAULTS: NotificationSettings = {
  email: { types: NOTIFICATION_TYPES, digest: 'PT0S' },
  slack: { types: NOTIFICATION_TYPES, digest: 'PT0S', memberId: null },
  quietHours: 'none',
  summary: 'day',
};

/**
 * Adds the types introduced after the settings were saved, to each channel whose list is not empty. An empty list means
 * that the rep wants nothing by that channel.
 * @param known the types that existed then
 */
export function withLaterTypes(settings: NotificationSettings, known: readonly string[]): NotificationSettings {
  const later = NOTIFICATION_TYPES.filter((type) => !known.includes(type));
  const more = <Way extends ByChannel>(way: Way): Way =>
    way.types.length === 0
      ? way
      : { ...way, types: [...way.types, ...later.filter((type) => !way.types.includes(type))] };
  if (later.length === 0) return settings;
  const ways = Object.fromEntries(PERSONAL_CHANNELS.map((channel) => [channel, more(settings[channel])]));
  return { ...settings, ...ways };
}

export function isPaced(settings: NotificationSettings): boolean {
  return PERSONAL_CHANNELS.some((channel) => settings[channel].digest !== DEFAULTS[channel].digest);
}

export function isSent(settings: NotificationSettings, channel: PersonalChannel, type: NotificationType): boolean {
  if (channel === 'slack' && settings.slack.memberId === null) return false;
  return settings[channel].types.includes(type);
}
