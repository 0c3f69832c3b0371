import type { CalendarEntity } from '../calendar/calendar.entity.js';
import { type CalendarDefinition, OWNER_ZONE } from '../calendar/definition.js';
import { compileWorkingTime, type WorkingTime } from '../calendar/working-time.js';
import { type ContactChannel, type ContactHours, localHours } from '../contact/contact-hours.js';
import { zonesOfCountry } from '../contact/zones-of-countries.js';
import { step } from '../platform/fault.js';
import { kindsOfFirstTouch, kindsOfStep } from '../sla/lead-reach.js';
import type { SlaPolicy } from '../sla/policy.js';
import { KIND_WORDS, type TouchKind } from '../vocabulary/touch-kinds.js';
import type { DirectoryContent } from './directory.js';

/** Of a policy that counts the hours of the lead, what comes of that but hardly was meant. */
export interface LeadHoursOddity {
  readonly code: 'leadHoursWithoutEffect' | 'leadHoursNeverMet';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

/** A year like any other: whether two weeks ever meet is seen in it. */
const A_YEAR = { firstYear: 2027, lastYear: 2027 };
const [BEGINNING, END] = [Date.UTC(A_YEAR.firstYear, 0, 1), Date.UTC(A_YEAR.lastYear + 1, 0, 1)];

/** Nothing of policies that count the hours of owners alone. */
export function leadHoursOddities(content: DirectoryContent): LeadHoursOddity[] {
  return content.policies.flatMap(({ policy }) =>
    policy.leadHours ? [...withoutEffect(policy, content), ...neverMet(policy, content)] : [],
  );
}

/** Where there is a way to contact a lead that may be used at any time, its hours take nothing away. */
function withoutEffect(policy: SlaPolicy, { settings: { contactHours } }: DirectoryContent): LeadHoursOddity[] {
  const oddity = { code: 'leadHoursWithoutEffect', policyId: policy.id } as const;
  if (Object.keys(contactHours).length === 0) {
    const text = `The policy "${policy.name}" counts the hours in which leads may be contacted, but there are none, so they may be at any time: PUT /v1/settings with contactHours.`;
    return [{ ...oddity, pointers: ['/leadHours'], text }];
  }
  const promises = promisesOf(policy).filter(({ kinds }) => kinds.some((kind) => !(kind in contactHours)));
  const free = [...new Set(promises.flatMap(({ kinds }) => kinds.filter((kind) => !(kind in contactHours))))];
  if (free.length === 0) return [];
  const words = new Intl.ListFormat('en').format(free.map((kind) => KIND_WORDS[kind as TouchKind]));
  return [
    {
      ...oddity,
      pointers: promises.map(({ pointer }) => pointer),
      text: `The policy "${policy.name}" counts the hours in which leads may be contacted, but takes kinds of touches that have none (${words}), so where these can be used its time counts whenever the owner works: PUT /v1/settings with contactHours for them, or PUT /v1/sla-policies/{id} without them.`,
    },
  ];
}

/** Zones that leads are likely to live in, and calendars that are closed whenever a first touch may be made there. */
function neverMet(policy: SlaPolicy, content: DirectoryContent): LeadHoursOddity[] {
  const { contactHours, defaultCountry, timeZone } = content.settings;
  const kinds = kindsOfFirstTouch(policy);
  if (policy.time === 'elapsed' || kinds.length === 0 || kinds.some((kind) => !(kind in contactHours))) return [];
  const zones = defaultCountry === null ? [timeZone] : zonesOfCountry(defaultCountry);
  const open = zones.map((zone) => ({ zone, time: contactTime(kinds, contactHours, zone) }));
  const apart = calendarsOf(policy, content).flatMap((calendar) => {
    const working = compiled({ ...weekOf(calendar), timeZone: zoneOf(calendar, timeZone) });
    const closed = open.filter(({ time }) => working.within(time).workingMsBetween(BEGINNING, END) === 0);
    return closed.length === 0 ? [] : [`"${calendar.name}" and ${closed.map(({ zone }) => zone).join(', ')}`];
  });
  if (apart.length === 0) return [];
  return [
    {
      code: 'leadHoursNeverMet',
      policyId: policy.id,
      pointers: ['/leadHours'],
      text: `The policy "${policy.name}" counts while its owner works and the lead may be contacted, but that is never at once by the calendar ${apart.join('; ')}: such promises have no deadline. PUT /v1/settings with other contactHours, or PUT /v1/routing so that somebody else gets these leads.`,
    },
  ];
}

/** What a policy promises in the hours of the lead. */
function promisesOf(policy: SlaPolicy) {
  const steps = policy.followUp?.steps ?? [];
  return [
    { pointer: '/firstTouch/counts', kinds: kindsOfFirstTouch(policy) },
    ...steps.map((_, index) => ({
      pointer: `/followUp/steps${step(index)}/kinds`,
      kinds: kindsOfStep(policy, index + 1),
    })),
  ];
}

/** Those that an owner may work by. */
function calendarsOf(
  { calendar }: SlaPolicy,
  { calendars, pools, teams, reps, settings }: DirectoryContent,
): CalendarEntity[] {
  const ofPools = [...pools.values()].map(({ calendarId }) => calendarId ?? settings.defaultCalendarId);
  const ofPeople = [...[...reps.values()].filter(({ active }) => active), ...teams].map(({ calendarId }) => calendarId);
  const ids = {
    pool: ofPools,
    owner: [...ofPools, ...ofPeople],
  };
  const named = typeof calendar === 'object' ? [calendar.calendarId] : ids[calendar];
  return [...new Set(named)].flatMap((id) => (id === null ? [] : (calendars.get(id) ?? [])));
}

function zoneOf({ timeZone }: CalendarEntity, otherwise: string): string {
  return timeZone === OWNER_ZONE ? otherwise : timeZone;
}

/** Single dates do not change whether two weeks meet. */
function weekOf({ timeZone, hours }: Pick<CalendarDefinition, 'timeZone' | 'hours'>): CalendarDefinition {
  return { timeZone, hours, holidays: [], overrides: {}, breaks: {} };
}

function contactTime(kinds: readonly string[], contactHours: ContactHours, zone: string): WorkingTime {
  const [first, ...others] = kinds.map((kind) =>
    compiled(localHours(contactHours[kind as ContactChannel]!, zone, null)),
  );
  return first!.or(others);
}

function compiled(definition: CalendarDefinition): WorkingTime {
  return compileWorkingTime(definition, { timeZone: definition.timeZone, holidaysOf: () => [], window: A_YEAR });
}
