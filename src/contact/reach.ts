import { type CalendarDefinition, checkCalendar } from '../calendar/definition.js';
import { type Fault, step, under } from '../platform/input/fault.js';
import { type Address, contactZoneOf, holidayRegionOf, whereaboutsOf } from './contact-zone.js';

export interface Reachable extends Address {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly doNot?: readonly string[] | undefined;
}

export interface Person {
  readonly contact: Reachable;
  /** Their number in its international form (E.164). */
  readonly phoneKey: string | null;
}

/** The kinds of touches by which a person may be contacted, and where they live. */
interface Reach {
  readonly kinds: readonly string[];
  /** The region of their public holidays, or null if unknown. */
  readonly region: string | null;
  /** All zones that they may live in; empty if unknown. */
  readonly zones: readonly string[];
}

const ADDRESS_OF: Readonly<Record<string, 'phone' | 'email'>> = { call: 'phone', sms: 'phone', email: 'email' };

export function allowedOf(kinds: readonly string[], { doNot }: Pick<Reachable, 'doNot'>): readonly string[] {
  return kinds.filter((kind) => doNot?.includes(kind) !== true);
}

/** Returns the reach of a person by some kinds of touches. @returns null if all of them are forbidden */
export function reachOf({ contact, phoneKey }: Person, kinds: readonly string[]): Reach | null {
  const allowed = allowedOf(kinds, contact);
  if (allowed.length === 0) return null;
  // Without an address, a kind is ignored: that e-mails are allowed at night is irrelevant without an e-mail address.
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

/** Formats a reach as stored with a clock: `call,sms US-HI Pacific/Honolulu`, with `-` for unknown parts. */
export function writeReach({ kinds, region, zones }: Reach): string {
  return [kinds.join(), region ?? '-', zones.join() || '-'].join(' ');
}

export function readReach(written: string): Reach {
  const [kinds = '', region = '-', zones = '-'] = written.split(' ');
  return {
    kinds: kinds.split(','),
    region: region === '-' ? null : region,
    zones: zones === '-' ? [] : zones.split(','),
  };
}

export const CONTACT_CHANNELS = ['call', 'sms', 'email', 'chat', 'meeting'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/** Contact hours of one kind of touch, in the person's local time. */
interface ChannelHours {
  readonly hours: CalendarDefinition['hours'];
  /** Whether public holidays where they live are excluded. */
  readonly holidays: boolean;
}

/** Contact hours by kind. A kind that is absent may be used at any time. */
export type ContactHours = Readonly<Partial<Record<ContactChannel, ChannelHours>>>;

/** Returns the faults of contact hours whose shape has been checked. @param pointer of the hours in the request */
export function faultsOfContactHours(contactHours: ContactHours, pointer: string): Fault[] {
  return Object.entries(contactHours).flatMap(([channel, hours]) =>
    under(pointer + step(channel), checkCalendar(localHours(hours, 'UTC', null))),
  );
}

export function localHours(
  { hours, holidays }: ChannelHours,
  timeZone: string,
  region: string | null,
): CalendarDefinition {
  const isHeld = holidays && region !== null;
  return { timeZone, hours, holidays: [], overrides: {}, breaks: {}, ...(isHeld && { holidayRegion: region }) };
}
