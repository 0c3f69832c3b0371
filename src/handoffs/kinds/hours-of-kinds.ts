import type { DirectoryContent } from '../../directory/directory.js';
import { calendarsOf } from '../../directory/policy-warnings.js';
import { beyondWorkingDay } from '../../directory/working-day.js';
import type { Warning } from '../../documents/version.schema.js';
import { step } from '../../platform/input/fault.js';
import { promisedBy } from './handoff-kind.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';

/** The parts of a kind that say how soon something is owed, and by whom. */
export type PromisingKind = Pick<HandoffKindBody, 'name' | 'receivers' | 'escalation'> & {
  readonly time?: HandoffKindBody['time'] | undefined;
  readonly clientToldWithin?: string | null | undefined;
};

type Calendars = Pick<DirectoryContent, 'calendars' | 'pools' | 'teams' | 'reps' | 'settings'>;

/** Warns of promises of more working hours than a working day of their owners has, where days are likely to be meant. */
export function hoursBeyondDay(kind: PromisingKind, content: Calendars): Warning[] {
  const { name, time, receivers, escalation, clientToldWithin } = kind;
  if (time === 'elapsed') return [];
  // Givers and deciders may be anybody.
  const all = calendarsOf({ calendar: 'owner' }, content);
  const promises = [
    ...receivers.flatMap(({ teamId, acknowledgeWithin, completeWithin }, index) => {
      const calendars = ofTeam(teamId, content);
      const pointer = `/receivers${step(index)}`;
      return [
        { pointer: `${pointer}/acknowledgeWithin`, within: acknowledgeWithin, calendars },
        { pointer: `${pointer}/completeWithin`, within: completeWithin, calendars },
      ];
    }),
    { pointer: '/escalation/decideWithin', within: escalation.decideWithin, calendars: all },
    ...(clientToldWithin ? [{ pointer: '/clientToldWithin', within: clientToldWithin, calendars: all }] : []),
  ];
  return promises.flatMap(({ pointer, within, calendars }) => {
    const found = beyondWorkingDay(promisedBy(within), calendars);
    if (found === null) return [];
    const message = `In "${name}", ${found.counts}: PUT /v1/handoff-kinds/{id} with ${found.meant}.`;
    return [{ pointer, message }];
  });
}

function ofTeam(id: string, { teams, reps, calendars, settings }: Calendars) {
  const team = teams.find((each) => each.id === id.toLowerCase());
  const members = (team?.repIds ?? []).flatMap((repId) => reps.get(repId) ?? []).filter(({ active }) => active);
  const ids = members.map(({ calendarId }) => calendarId ?? team!.calendarId ?? settings.defaultCalendarId);
  return [...new Set(ids)].flatMap((calendarId) => calendars.get(calendarId) ?? []);
}
