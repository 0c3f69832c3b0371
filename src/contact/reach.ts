import { type CalendarDefinition, checkCalendar } from '../calendar/definition.js';
import { type Fault, step, under } from '../platform/fault.js';
import { type Address, contactZoneOf, holidayRegionOf, whereaboutsOf } from './contact-zone.js';

/** What is told of how a person may be reached: `contact` of a lead. */
export interface Reachable extends Address {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly doNot?: readonly string[] | undefined;
}

/** A person as far as the hours in which they may be contacted depend on them. */
export interface Person {
  readonly contact: Reachable;
  /** Their number in its international form. */
  readonly phoneKey: string | null;
}

/** In which ways a person may be contacted, and where they live: what the hours for that are worked out from. */
interface Reach {
  readonly kinds: readonly string[];
  /** Whose public holidays they have; null where that is not known. */
  readonly region: string | null;
  /** All that they may live in; none where nothing is known of it. */
  readonly zones: readonly string[];
}

/** What a way needs to be told of a person. */
const ADDRESS_OF: Readonly<Record<string, 'phone' | 'email'>> = { call: 'phone', sms: 'phone', email: 'email' };

/** Those of some kinds of touches that a person has not forbidden. */
export function allowedOf(kinds: readonly string[], { doNot }: Pick<Reachable, 'doNot'>): readonly string[] {
  return kinds.filter((kind) => doNot?.includes(kind) !== true);
}

/** How a person may be contacted by one of some kinds of touches. @returns null where all of them are forbidden */
export function reachOf({ contact, phoneKey }: Person, kinds: readonly string[]): Reach | null {
  const allowed = allowedOf(kinds, contact);
  if (allowed.length === 0) return null;
  // Nobody can write to a person whose address is not known: that e-mails may be sent at night says nothing then.
  const given = allowed.filter((kind) => {
    const address = ADDRESS_OF[kind];
    return address === undefined || contact[address] !== undefined;
  });
  return {
    kinds: [...(given.length > 0 ? given : allowed)].sort(),
    region: holidayRegionOf(whereaboutsOf(contact, phoneKey)),
    zones: contactZoneOf(contact, phoneKey)?.zones ?? [],
  };
}

/** A reach as a clock keeps it: `call,sms US-HI Pacific/Honolulu`, with `-` for what is not known. */
export function writeReach({ kinds, region, zones }: Reach): string {
  return [kinds.join(), region ?? '-', zones.join() || '-'].join(' ');
}

/** Reads what `writeReach` wrote. */
export function readReach(written: string): Reach {
  const [kinds = '', region = '-', zones = '-'] = written.split(' ');
  return {
    kinds: kinds.split(','),
    region: region === '-' ? null : region,
    zones: zones === '-' ? [] : zones.split(','),
  };
}

/** The ways of contact that may have hours. */
export const CONTACT_CHANNELS = ['call', 'sms', 'email', 'chat', 'meeting'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** When people may be contacted in one way, in their own local time. */
interface ChannelHours {
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
