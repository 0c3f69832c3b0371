import { OWNER_ZONE } from '../calendar/definition.js';
import { alwaysOpen, type WorkingTime } from '../calendar/working-time.js';
import type { Clock, ClockCalendar } from '../clocks/clock.js';
import type { Commitment, SlaPolicy } from '../sla/policy.js';
import { type Compile, ContactTimes } from './contact-times.js';
import type { Directory } from './directory.js';

export interface Hours {
  readonly calendar: ClockCalendar;
  readonly working: WorkingTime;
}

const AROUND_THE_CLOCK: Hours = {
  calendar: { calendarId: null, calendarVersion: null, timeZone: null, reach: null },
  working: alwaysOpen,
};

/** The part of the directory that working time depends on. */
type HoursDirectory = Pick<Directory, 'content' | 'rep' | 'pool' | 'teamOf' | 'absencesOf'>;

/** The working time of reps, pools and calendars at one revision of the configuration. */
export class WorkingHours {
  private readonly made = new Map<string, Hours>();
  private readonly contactTimes: ContactTimes;

  constructor(
    private readonly directory: HoursDirectory,
    private readonly compile: Compile,
  ) {
    this.contactTimes = new ContactTimes(directory.content.settings, compile);
  }

  get ofDefault(): Hours {
    return this.wholeHours(this.directory.content.settings.defaultCalendarId, null);
  }

  timeZoneOf(repId: string | null): string {
    const { settings, calendars } = this.directory.content;
    const rep = repId === null ? undefined : this.directory.rep(repId);
    if (rep === undefined) return settings.timeZone;
    if (rep.timeZone !== null) return rep.timeZone;
    const ofCalendar = calendars.get(this.ownerCalendarId(rep.id, null))?.timeZone ?? OWNER_ZONE;
    return ofCalendar === OWNER_ZONE ? settings.timeZone : ofCalendar;
  }

  /** Uses the rep's own calendar, else the pool's, else their team's, else the default one; without their absences. */
  ofOwner(repId: string, poolId: string | null): Hours {
    return this.hoursOf(this.ownerCalendarId(repId, poolId), repId);
  }

  /** Uses the pool's calendar, else the default one. With a rep, reads it in their zone, without their absences. */
  ofPool(poolId: string | null, repId: string | null): Hours {
    return this.hoursOf(
      this.directory.pool(poolId)?.calendarId ?? this.directory.content.settings.defaultCalendarId,
      repId,
    );
  }

  /**
   * Uses the calendar of the owner of a queue, else the default one. An absence does not count: what waits in a queue
   * goes on waiting. @param ownerId null if it has none
   */
  ofQueue(ownerId: string | null): Hours {
    return ownerId === null
      ? this.ofDefault
      : this.wholeHours(this.ownerCalendarId(ownerId, null), this.timeZoneOf(ownerId));
  }

  ofCalendar(calendarId: string, repId: string | null): Hours {
    return this.hoursOf(this.present(calendarId), repId);
  }

  /**
   * Returns the time that counts for an owner's clock. @param reach of the lead, if its contact hours limit that time
   */
  ofOwnersClock(policy: Commitment, repId: string, poolId: string | null, reach: string | null = null): Hours {
    return this.withinReach(this.ownersHours(policy, repId, poolId), reach);
  }

  /** Returns the time that counts for a promise about a deal or a handoff. @param repId null: the company's hours */
  ofOwnersOrCompany(policy: Pick<Commitment, 'time' | 'calendar'>, repId: string | null): Hours {
    if (repId !== null) return this.ownersHours(policy, repId, null);
    return policy.time === 'elapsed' ? AROUND_THE_CLOCK : this.ofPool(null, null);
  }

  ofLeadsClock(policy: SlaPolicy, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    const { leadCalendar } = policy.firstTouch;
    return leadCalendar === 'pool' ? this.ofPool(poolId, null) : this.ofCalendar(leadCalendar.calendarId, null);
  }

  /** Returns the time that counts for a running clock, by the calendar that it was planned with. */
  ofClock({ calendarId, repId, reach }: Pick<Clock, 'calendarId' | 'repId' | 'reach'>): Hours {
    return this.withinReach(calendarId === null ? AROUND_THE_CLOCK : this.ofCalendar(calendarId, repId), reach);
  }

  /** @param reach as `writeReach` writes it @returns null for any time */
  contactTime(reach: string): WorkingTime | null {
    return this.contactTimes.of(reach);
  }

  /** Returns the time that counts for a chain: that of the promise, without deducting absences. */
  ofChain({ calendarId, timeZone }: Pick<Clock, 'calendarId' | 'timeZone'>): Hours {
    return calendarId === null ? AROUND_THE_CLOCK : this.wholeHours(this.present(calendarId), timeZone);
  }

  /** Returns a key that changes whenever a rep's hours do, except through pools or the contents of calendars. */
  keyOf(repId: string): string {
    const { defaultCalendarId } = this.directory.content.settings;
    const calendars = [
      this.directory.rep(repId)?.calendarId,
      this.directory.teamOf(repId)?.calendarId,
      defaultCalendarId,
    ];
    const absences = this.directory.absencesOf(repId).map(({ from, to }) => `${from}-${to}`);
    return [...calendars, this.timeZoneOf(repId), ...absences].join(' ');
  }

  keyOfPool(poolId: string): string {
    // A pool without a calendar uses the default one itself, but its owners use those of their teams.
    const own = this.directory.pool(poolId)?.calendarId;
    return own ?? `default ${this.directory.content.settings.defaultCalendarId}`;
  }

  private ownersHours(policy: Pick<Commitment, 'time' | 'calendar'>, repId: string, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    if (policy.calendar === 'owner') return this.ofOwner(repId, poolId);
    if (policy.calendar === 'pool') return this.ofPool(poolId, repId);
    return this.ofCalendar(policy.calendar.calendarId, repId);
  }

  /** Limits hours to those in which the lead may be contacted; elapsed time becomes the contact hours alone. */
  private withinReach(hours: Hours, reach: string | null): Hours {
    if (reach === null) return hours;
    const calendar = { ...hours.calendar, reach };
    if (hours !== AROUND_THE_CLOCK) return { calendar, working: this.contactTimes.within(hours.working, reach) };
    return { calendar, working: this.contactTimes.of(reach) ?? alwaysOpen };
  }

  private ownerCalendarId(repId: string, poolId: string | null): string {
    return (
      this.directory.rep(repId)?.calendarId ??
      this.directory.pool(poolId)?.calendarId ??
      this.directory.teamOf(repId)?.calendarId ??
      this.directory.content.settings.defaultCalendarId
    );
  }

  private hoursOf(calendarId: string, repId: string | null): Hours {
    const whole = this.wholeHours(calendarId, this.timeZoneOf(repId));
    // Reps without absences share a compiled calendar: there may be thousands of reps and few calendars.
    if (repId === null || !this.directory.content.absencesByRep.has(repId)) return whole;
    return this.known(`${calendarId} ${whole.calendar.timeZone} ${repId}`, () => ({
      ...whole,
      working: whole.working.without(this.directory.absencesOf(repId)),
    }));
  }

  /** Without deducting absences. @param ownersZone the zone of a calendar whose own is "owner" */
  private wholeHours(calendarId: string, ownersZone: string | null): Hours {
    const calendar = this.directory.content.calendars.get(calendarId)!;
    const timeZone = calendar.timeZone === OWNER_ZONE ? (ownersZone ?? this.timeZoneOf(null)) : calendar.timeZone;
    return this.known(`${calendarId} ${timeZone}`, () => ({
      calendar: { calendarId, calendarVersion: calendar.version, timeZone, reach: null },
      working: this.compile(calendar, timeZone),
    }));
  }

  /** Replaces a deleted calendar by the default one. */
  private present(calendarId: string): string {
    return this.directory.content.calendars.has(calendarId)
      ? calendarId
      : this.directory.content.settings.defaultCalendarId;
  }

  private known(key: string, make: () => Hours): Hours {
    const known = this.made.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.made.set(key, made);
    return made;
  }
}
