import { NOTIFICATION_TYPES, type NotificationType } from '../../notifications/notification.js';
import type { PersonalChannel } from '../delivery.js';

/** How somebody is written to by one way. */
export interface ByChannel {
  /** Of what. */
  readonly types: readonly NotificationType[];
  /** They are written to once in so long at most; an ISO 8601 duration of elapsed time. */
  readonly digest: string;
}

/** By Slack a member of it is written to. */
export interface BySlack extends ByChannel {
  /** Null: they are not. */
  readonly memberId: string | null;
}

/** How a rep wants to be told, by each way. */
export interface NotificationSettings extends Readonly<Record<PersonalChannel, ByChannel>> {
  readonly slack: BySlack;
  /** `offHours`: what comes while they are not at work waits until they are. */
  readonly quietHours: 'none' | 'offHours';
  /** Of who leads others: whether they are told how their team fares at the end of each of their days or weeks. */
  readonly summary: SummaryPeriod | 'none';
}

/** What a summary is about. */
export const SUMMARY_PERIODS = ['day', 'week'] as const;
export type SummaryPeriod = (typeof SUMMARY_PERIODS)[number];

/** Of whoever has said nothing. */
export const DEFAULTS: NotificationSettings = {
  email: { types: NOTIFICATION_TYPES, digest: 'PT0S' },
  slack: { types: NOTIFICATION_TYPES, digest: 'PT0S', memberId: null },
  quietHours: 'none',
  summary: 'day',
};

/** Settings as they were saved: summaries were once of a day, or none. */
export type SavedSettings = Partial<NotificationSettings> & { readonly dailySummary?: boolean };

/** With what could not be said yet when they were saved. */
export function asSaved({ dailySummary, ...body }: SavedSettings): NotificationSettings {
  return { ...DEFAULTS, ...(dailySummary === false && { summary: 'none' as const }), ...body };
}

/**
 * With the types that came after they were saved: who says of what they want to be told says nothing of what there was not
 * yet. Who wants to be told of nothing by a way is told of nothing by it.
 * @param known the types that there were
 */
export function withLaterTypes(settings: NotificationSettings, known: readonly string[]): NotificationSettings {
  const later = NOTIFICATION_TYPES.filter((type) => !known.includes(type));
  const more = <Way extends ByChannel>(way: Way): Way =>
    way.types.length === 0
      ? way
      : { ...way, types: [...way.types, ...later.filter((type) => !way.types.includes(type))] };
  return later.length === 0 ? settings : { ...settings, email: more(settings.email), slack: more(settings.slack) };
}

/** Whether anything waits because somebody wants several things to be told together. */
export function isPaced({ email, slack }: NotificationSettings): boolean {
  return [email, slack].some(({ digest }) => digest !== DEFAULTS.email.digest);
}

/** Whether somebody is written to by a way of what is of some type. */
export function isSent(settings: NotificationSettings, channel: PersonalChannel, type: NotificationType): boolean {
  if (channel === 'slack' && settings.slack.memberId === null) return false;
  return settings[channel].types.includes(type);
}
