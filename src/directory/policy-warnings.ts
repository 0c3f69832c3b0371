import type { CalendarRow } from '../calendar/calendar.table.js';
import { type CalendarDefinition, OWNER_ZONE } from '../calendar/definition.js';
import { compileWorkingTime, type WorkingTime } from '../calendar/working-time.js';
import { type ContactChannel, type ContactHours, localHours } from '../contact/reach.js';
import { zonesOfCountry } from '../contact/zones-of-countries.js';
import { step } from '../platform/input/fault.js';
import { durationInWords, elapsedMs } from '../platform/values/duration.js';
import { poolChain } from '../routing/deciding/roster.js';
import { poolsOfRules } from '../routing/rules/rules.js';
import { type BreachAction, kindsOfFirstTouch, kindsOfStep, type SlaPolicy } from '../sla/policy.js';
import { KIND_WORDS, type TouchKind } from '../vocabulary/touch-kinds.js';
import type { DirectoryContent } from './directory.js';

interface PolicyWarning {
  readonly code: 'policyMovesNowhere' | 'unreachableUnproven' | 'policyWithRetiredReason';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

export function policyWarnings(content: DirectoryContent): PolicyWarning[] {
  const alone = poolsOfOne(content);
  const retired = new Map(content.reasons.flatMap((reason) => (reason.active ? [] : [[reason.code, reason.label]])));
  return content.policies.flatMap(({ policy }, index) => [
    ...(content.policies.slice(0, index).some(({ when }) => when.matchesAll) ? [] : movesNowhere(policy, alone)),
    ...unproven(policy),
    ...withRetiredReason(policy, retired),
  ]);
}

export function chainsOf(policy: SlaPolicy): Readonly<Record<string, readonly BreachAction[]>> {
  const { renewal, deals } = policy;
  return {
    ...chainsOfLeads(policy),
    '/renewal/onMiss': renewal?.onMiss ?? [],
    '/deals/onMiss': deals?.onMiss ?? [],
  };
}

function chainsOfLeads({ firstTouch, followUp, decide }: SlaPolicy): Readonly<Record<string, readonly BreachAction[]>> {
  return {
    '/firstTouch/onBreach': firstTouch.onBreach,
    '/firstTouch/onLeadBreach': firstTouch.onLeadBreach,
    '/followUp/onMiss': followUp?.onMiss ?? [],
    '/decideWithin/onMiss': decide?.onMiss ?? [],
  };
}

/** Returns the names of the pools that rules lead to and that have, with fallbacks, a single active rep. */
function poolsOfOne({ reps, pools, rulebook }: DirectoryContent): string[] {
  const isActive = (id: string) => reps.get(id)?.active === true;
  const { fallbackPoolId } = rulebook;
  return [...new Set([...poolsOfRules(rulebook.rules), ...(fallbackPoolId === null ? [] : [fallbackPoolId])])].flatMap(
    (id) => {
      const chain = poolChain({ pools, fallbackPoolId }, id);
      const members = new Set(chain.flatMap((pool) => pool.members.map(({ repId }) => repId)).filter(isActive));
      return members.size === 1 ? [pools.get(id)!.name] : [];
    },
  );
}

function movesNowhere(policy: SlaPolicy, alone: readonly string[]): PolicyWarning[] {
  const { id, name, mode, firstTouch } = policy;
  if (mode !== 'enforce' || firstTouch.maxReassignments === 0 || alone.length === 0) return [];
  const pointers = Object.entries(chainsOfLeads(policy)).flatMap(([pointer, chain]) =>
    chain.some((action) => action.do === 'reassign') ? [pointer] : [],
  );
  if (pointers.length === 0) return [];
  const names = new Intl.ListFormat('en').format(alone.map((pool) => `"${pool}"`));
  const text = `The policy "${name}" moves leads after a miss, but in ${alone.length === 1 ? 'the pool' : 'the pools'} ${names} nobody else can take them: PUT /v1/pools/{id} with more members, or with a fallbackPoolId.`;
  return [{ code: 'policyMovesNowhere', policyId: id, pointers, text }];
}

/** Warns of a cadence whose touches are too few, or too close together, to prove that a lead is unreachable. */
function unproven({ id, name, followUp, unreachable }: SlaPolicy): PolicyWarning[] {
  if (followUp === null || unreachable === null) return [];
  const warning = { code: 'unreachableUnproven', policyId: id } as const;
  const attempts = followUp.steps.length + 1;
  const few: PolicyWarning[] =
    unreachable.attempts <= attempts
      ? []
      : [
          {
            ...warning,
            pointers: ['/unreachable/attempts'],
            text: `The policy "${name}" asks for ${unreachable.attempts} attempts before a lead is unreachable, but its first touch and its steps are ${attempts}: PUT /v1/sla-policies/{id} with more steps, or with fewer attempts.`,
          },
        ];
  // From the first touch to the end of the last window: the cadence requests no touch after that.
  const longestMs = followUp.steps.reduce((sum, step) => sum + elapsedMs(step.after) + elapsedMs(step.within), 0);
  if (elapsedMs(unreachable.over) <= longestMs) return few;
  const text = `The policy "${name}" counts a lead as unreachable after ${durationInWords(unreachable.over.text)} at the earliest, but its last step ends before that: PUT /v1/sla-policies/{id} with later steps, or with a shorter time.`;
  return [...few, { ...warning, pointers: ['/unreachable/over'], text }];
}

/** Warns of a policy that closes leads with a reason that reps can no longer use. */
function withRetiredReason(
  { id, name, unreachable }: SlaPolicy,
  retired: ReadonlyMap<string, string>,
): PolicyWarning[] {
  const label = unreachable === null ? undefined : retired.get(unreachable.then.reason);
  if (label === undefined) return [];
  const text = `The policy "${name}" closes leads with the reason "${label}", which is no longer in use: PUT /v1/sla-policies/{id} with another one, or PUT /v1/disposition-reasons/{id} with "active": true.`;
  return [{ code: 'policyWithRetiredReason', policyId: id, pointers: ['/unreachable/then/reason'], text }];
}

interface LeadHoursWarning {
  readonly code: 'leadHoursWithoutEffect' | 'leadHoursNeverMet';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

/** Any year will do to see whether two weekly schedules ever overlap. */
const A_YEAR = { firstYear: 2027, lastYear: 2027 };
const [BEGINNING, END] = [Date.UTC(A_YEAR.firstYear, 0, 1), Date.UTC(A_YEAR.lastYear + 1, 0, 1)];

/** Checks only policies with `leadHours`. */
export function leadHoursWarnings(content: DirectoryContent): LeadHoursWarning[] {
  return content.policies.flatMap(({ policy, when }) =>
    policy.leadHours ? [...withoutEffect(policy, content), ...neverMet(policy, when.countries, content)] : [],
  );
}

/** Warns that contact hours have no effect because some kind of touch may be used at any time. */
function withoutEffect(policy: SlaPolicy, { settings: { contactHours } }: DirectoryContent): LeadHoursWarning[] {
  const warning = { code: 'leadHoursWithoutEffect', policyId: policy.id } as const;
  if (Object.keys(contactHours).length === 0) {
    const text = `The policy "${policy.name}" counts the hours in which leads may be contacted, but none are set, so leads may be contacted at any time: PUT /v1/settings with contactHours.`;
    return [{ ...warning, pointers: ['/leadHours'], text }];
  }
  const promises = promisesOf(policy).filter(({ kinds }) => kinds.some((kind) => !(kind in contactHours)));
  const free = [...new Set(promises.flatMap(({ kinds }) => kinds.filter((kind) => !(kind in contactHours))))];
  if (free.length === 0) return [];
  const words = new Intl.ListFormat('en').format(free.map((kind) => KIND_WORDS[kind as TouchKind]));
  return [
    {
      ...warning,
      pointers: promises.map(({ pointer }) => pointer),
      text: `The policy "${policy.name}" counts the hours in which leads may be contacted, but accepts kinds of touches without such hours (${words}), so where these can be used its time counts whenever the owner works: PUT /v1/settings with contactHours for them, or PUT /v1/sla-policies/{id} without them.`,
    },
  ];
}

/** Warns of calendars that are closed in all contact hours of a zone where leads are likely to live. */
function neverMet(policy: SlaPolicy, named: readonly string[], content: DirectoryContent): LeadHoursWarning[] {
  const { contactHours } = content.settings;
  const kinds = kindsOfFirstTouch(policy);
  if (policy.time === 'elapsed' || kinds.length === 0 || kinds.some((kind) => !(kind in contactHours))) return [];
  const open = placesOf(named, content).map(({ name, zones }) => {
    const [first, ...others] = zones.map((zone) => contactTime(kinds, contactHours, zone));
    return { name, time: others.reduce((time, other) => time.within(other), first!) };
  });
  const apart = calendarsOf(policy, content).flatMap((calendar) => {
    const [first, ...others] = zonesOf(calendar, content).map((timeZone) =>
      compiled({ ...weekOf(calendar), timeZone }),
    );
    const working = first!.or(others);
    const closed = open.filter(({ time }) => working.within(time).workingMsBetween(BEGINNING, END) === 0);
    return closed.length === 0 ? [] : [`"${calendar.name}" and ${closed.map(({ name }) => name).join(', ')}`];
  });
  if (apart.length === 0) return [];
  return [
    {
      code: 'leadHoursNeverMet',
      policyId: policy.id,
      pointers: ['/leadHours'],
      text: `The policy "${policy.name}" counts only while its owner works and the lead may be contacted, but these times never overlap for the calendar ${apart.join('; ')}: such promises have no deadline. PUT /v1/settings with other contactHours, or PUT /v1/routing so that another rep gets these leads.`,
    },
  ];
}

/**
 * Returns where leads are likely to live: each zone of a country by itself, and all of them at once, because a lead
 * whose region is not known must suit all of them.
 * @param named the countries that the policy is for; if empty, those that the rules name and the default one
 */
function placesOf(named: readonly string[], { settings, rulebook }: DirectoryContent) {
  const { defaultCountry, timeZone } = settings;
  const ofRules = rulebook.rules.flatMap(({ condition }) => condition.countries);
  const likely = [...ofRules, ...(defaultCountry === null ? [] : [defaultCountry])];
  const countries = [...new Set(named.length > 0 ? named : likely)].map((code) => ({
    code,
    zones: zonesOfCountry(code),
  }));
  const zones = countries.length > 0 ? countries.flatMap((country) => country.zones) : [timeZone];
  return [
    ...[...new Set(zones)].map((zone) => ({ name: zone, zones: [zone] })),
    ...countries
      .filter((country) => country.zones.length > 1)
      .map(({ code, zones: all }) => ({ name: `leads from ${code} whose region is not known`, zones: all })),
  ];
}

/** Returns the promises of a policy that count the lead's hours, with the kinds of touches that keep them. */
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

/** Returns the calendars by which promises of a policy may count. */
export function calendarsOf(
  { calendar }: Pick<SlaPolicy, 'calendar'>,
  {
    calendars,
    pools,
    teams,
    reps,
    settings,
  }: Pick<DirectoryContent, 'calendars' | 'pools' | 'teams' | 'reps' | 'settings'>,
): CalendarRow[] {
  const ofPools = [...pools.values()].map(({ calendarId }) => calendarId ?? settings.defaultCalendarId);
  const ofPeople = [...[...reps.values()].filter(({ active }) => active), ...teams].map(({ calendarId }) => calendarId);
  const ids = {
    pool: ofPools,
    owner: [...ofPools, ...ofPeople],
  };
  const named = typeof calendar === 'object' ? [calendar.calendarId] : ids[calendar];
  return [...new Set(named)].flatMap((id) => (id === null ? [] : (calendars.get(id) ?? [])));
}

/** Returns a calendar's zone or, if it is read in its owner's zone, those of all reps who may work by it. */
function zonesOf({ id, timeZone }: CalendarRow, { reps, settings }: DirectoryContent): string[] {
  if (timeZone !== OWNER_ZONE) return [timeZone];
  const theirs = [...reps.values()].filter((rep) => rep.active && (rep.calendarId ?? id) === id);
  return theirs.length === 0
    ? [settings.timeZone]
    : [...new Set(theirs.map((rep) => rep.timeZone ?? settings.timeZone))];
}

/** Drops single dates, which do not change whether two weekly schedules overlap. */
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
