import { type CalendarDefinition, checkCalendar } from '../calendar/definition.js';
import { type Fault, step, under } from '../platform/fault.js';

/** The ways of contact that may have hours. */
export const CONTACT_CHANNELS = ['call', 'sms', 'email', 'chat', 'meeting'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** When people may be contacted in one way, in their own local time. */
export interface ChannelHours {
  readonly hours: CalendarDefinition['hours'];
  /** Not on public holidays where they live. */
  readonly holidays: boolean;
}

/** A way that is not named has no hours: any time will do. */
export type ContactHours = Readonly<Partial<Record<ContactChannel, ChannelHours>>>;

/** What is wrong with contact hours whose shape has been checked, as of a calendar's. @param pointer where they stand */
export function faultsOfContactHours(contactHours: ContactHours, pointer: string): Fault[] {
  return Object.entries(contactHours).flatMap(([channel, hours]) =>
    under(pointer + step(channel), checkCalendar(localHours(hours, 'UTC', null))),
  );
}

/** The calendar of whoever lives in a zone, and has the public holidays of a region. */
export function localHours(
  { hours, holidays }: ChannelHours,
  timeZone: string,
  region: string | null,
): CalendarDefinition {
  const isHeld = holidays && region !== null;
  return { timeZone, hours, holidays: [], overrides: {}, breaks: {}, ...(isHeld && { holidayRegion: region }) };
}
