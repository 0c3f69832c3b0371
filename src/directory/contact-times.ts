import type { CalendarRow } from '../calendar/calendar.table.js';
import type { WorkingTime } from '../calendar/working-time.js';
import { type ContactChannel, localHours, readReach } from '../contact/reach.js';
import type { SettingsRow } from './settings.table.js';

/** The fields of a calendar that compilation uses. */
export type CompiledCalendar = Pick<
  CalendarRow,
  'id' | 'timeZone' | 'hours' | 'holidays' | 'holidayRegion' | 'overrides' | 'breaks'
>;
export type Compile = (calendar: CompiledCalendar, timeZone: string) => WorkingTime;

/** The most entries of each cache, at some tens of kilobytes each. */
const KEPT = 2_000;

/** The times at which leads may be contacted by the settings, alone and combined with the working time of a rep. */
export class ContactTimes {
  private readonly times = new Map<string, WorkingTime | null>();
  private readonly meetings = new Map<WorkingTime, Map<string, WorkingTime>>();
  private meetingCount = 0;

  constructor(
    private readonly settings: Pick<SettingsRow, 'contactHours' | 'timeZone'>,
    private readonly compile: Compile,
  ) {}

  /**
   * Returns when a lead may be contacted in any of the ways of its reach: within the hours of every zone that it may
   * live in, or of the settings' zone if none is known.
   * @param reach as `writeReach` writes it
   * @returns null for any time
   */
  of(reach: string): WorkingTime | null {
    let time = this.times.get(reach);
    if (time === undefined) {
      time = this.worksOut(reach);
      if (this.times.size >= KEPT) this.times.clear();
      this.times.set(reach, time);
    }
    return time;
  }

  /** The part of a working time in which a lead may be contacted. */
  within(working: WorkingTime, reach: string): WorkingTime {
    const time = this.of(reach);
    if (time === null) return working;
    const known = this.meetings.get(working)?.get(reach);
    if (known !== undefined) return known;
    if (this.meetingCount >= KEPT) {
      this.meetings.clear();
      this.meetingCount = 0;
    }
    const both = working.within(time);
    const ofThese = this.meetings.get(working) ?? new Map<string, WorkingTime>();
    this.meetings.set(working, ofThese.set(reach, both));
    this.meetingCount += 1;
    return both;
  }

  private worksOut(reach: string): WorkingTime | null {
    const { kinds, region, zones } = readReach(reach);
    const everywhere = zones.length > 0 ? zones : [this.settings.timeZone];
    const times: WorkingTime[] = [];
    for (const kind of kinds) {
      const hours = this.settings.contactHours[kind as ContactChannel];
      if (hours === undefined) return null;
      const [first, ...others] = everywhere.map((timeZone) => {
        const { holidayRegion = null, ...calendar } = localHours(hours, timeZone, region);
        return this.compile({ id: `contact ${kind}`, ...calendar, holidays: [], holidayRegion }, timeZone);
      });
      times.push(others.reduce((open, other) => open.within(other), first!));
    }
    const [first, ...others] = times;
    return first === undefined ? null : first.or(others);
  }
}
