import { OWNER_ZONE } from '../calendar/definition.js';
import { alwaysOpen, type WorkingTime } from '../calendar/working-time.js';
import type { Clock, ClockCalendar } from '../clocks/clock.js';
import type { Commitment, SlaPolicy } from '../sla/policy.js';
import { type Compile, ContactTimes } from './contact-times.js';
import type { Directory } from './directory.js';

/** Working time, and under which calendar it was worked out. */
export interface Hours {
  readonly calendar: ClockCalendar;
  readonly working: WorkingTime;
}

const AROUND_THE_CLOCK: Hours = {
  calendar: { calendarId: null, calendarVersion: null, timeZone: null, reach: null },
  working: alwaysOpen,
};

type Known = Pick<Directory, 'content' | 'rep' | 'pool' | 'teamOf' | 'absencesOf'>;

/** The working time of reps, pools and calendars at one revision of the configuration. */
export class WorkingHours {
  private readonly made = new Map<string, Hours>();
  private readonly contactTimes: ContactTimes;

  constructor(
    private readonly directory: Known,
    private readonly compile: Compile,
  ) {
    this.contactTimes = new ContactTimes(directory.content.settings, compile);
  }

  /** The hours of the organisation: those of the default calendar. */
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

  /** A rep's calendar: their own, else the pool's, else their team's, else the default one; without their absences. */
  ofOwner(repId: string, poolId: string | null): Hours {
    return this.hoursOf(this.ownerCalendarId(repId, poolId), repId);
  }

  /** The pool's calendar, else the default one. With a rep, read in their zone and without their absences. */
  ofPool(poolId: string | null, repId: string | null): Hours {
    return this.hoursOf(
      this.directory.pool(poolId)?.calendarId ?? this.directory.content.settings.defaultCalendarId,
      repId,
    );
  }

  ofCalendar(calendarId: string, repId: string | null): Hours {
    return this.hoursOf(this.present(calendarId), repId);
  }

  /**
   * The time in which a policy counts an owner's clock.
   * @param reach of the lead, if time counts only while it may be contacted
   */
  ofOwnersClock(policy: Commitment, repId: string, poolId: string | null, reach: string | null = null): Hours {
    return this.withinReach(this.ownersHours(policy, repId, poolId), reach);
  }

  /** The time in which a policy counts a company's clock that begins now. */
  ofLeadsClock(policy: SlaPolicy, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    const { leadCalendar } = policy.firstTouch;
    return leadCalendar === 'pool' ? this.ofPool(poolId, null) : this.ofCalendar(leadCalendar.calendarId, null);
  }

  /** The time in which a running clock counts, by the calendar that it was planned with. */
  ofClock({ calendarId, repId, reach }: Pick<Clock, 'calendarId' | 'repId' | 'reach'>): Hours {
    return this.withinReach(calendarId === null ? AROUND_THE_CLOCK : this.ofCalendar(calendarId, repId), reach);
  }

  /** When a lead may be contacted. @param reach as `writeReach` writes it @returns null for any time */
  contactTime(reach: string): WorkingTime | null {
    return this.contactTimes.of(reach);
  }

  /** The time in which a chain counts: that of the promise, without absences. */
  ofChain({ calendarId, timeZone }: Pick<Clock, 'calendarId' | 'timeZone'>): Hours {
    return calendarId === null ? AROUND_THE_CLOCK : this.wholeHours(this.present(calendarId), timeZone);
  }

  /** A text that changes whenever what a rep's hours depend on does, apart from pools and the contents of calendars. */
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

  /** The same for the hours of a pool. */
  keyOfPool(poolId: string): string {
    // A pool without a calendar leaves its owners their teams' calendars, although the pool itself uses the default
    // one.
    const own = this.directory.pool(poolId)?.calendarId;
    return own ?? `default ${this.directory.content.settings.defaultCalendarId}`;
  }

  private ownersHours(policy: Commitment, repId: string, poolId: string | null): Hours {
    if (policy.time === 'elapsed') return AROUND_THE_CLOCK;
    if (policy.calendar === 'owner') return this.ofOwner(repId, poolId);
    if (policy.calendar === 'pool') return this.ofPool(poolId, repId);
    return this.ofCalendar(policy.calendar.calendarId, repId);
  }

  /** In elapsed time, the contact hours of the lead remain, with its days. */
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

  /** The hours of a calendar, without absences. @param ownersZone the zone in which it is read if it says so */
  private wholeHours(calendarId: string, ownersZone: string | null): Hours {
    const calendar = this.directory.content.calendars.get(calendarId)!;
    const timeZone = calendar.timeZone === OWNER_ZONE ? (ownersZone ?? this.timeZoneOf(null)) : calendar.timeZone;
    return this.known(`${calendarId} ${timeZone}`, () => ({
      calendar: { calendarId, calendarVersion: calendar.version, timeZone, reach: null },
      working: this.compile(calendar, timeZone),
    }));
  }

  /** A calendar that is there: the default one in place of one that was deleted. */
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
