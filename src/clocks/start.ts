import type { Instant } from '../platform/instant.js';
import type { Promised, SlaPolicy } from '../sla/policy.js';
import type { ClockCalendar, ClockHours, LeadClock } from './clock.js';
import { CLOCK_KINDS, rulesOf } from './kinds.js';

export interface ClockStart {
  readonly id: string;
  readonly subjectId: string;
  readonly cycle: number;
  readonly at: Instant;
  readonly policy: SlaPolicy;
  readonly hours: ClockHours;
  readonly calendar: ClockCalendar;
  /** Of the configuration. */
  readonly revision: number;
}

/** The owner's clock: from assignment, what this rep promised. */
export function startFirstTouch(start: ClockStart, owner: { repId: string; assignmentId: string }): LeadClock {
  const { firstTouch } = start.policy;
  const isAfterHours = firstTouch.afterHours !== null && !start.hours.isOpenAt(start.at);
  const within = isAfterHours ? firstTouch.afterHours! : firstTouch.within;
  return planned({ ...blankPromise(start, 'firstTouch', within), ...owner }, start);
}

/** The lead's clock: from receipt, what the company promised. Without `leadWithin` it only measures. */
export function startLeadResponse(start: ClockStart): LeadClock {
  return planned(blankPromise(start, 'leadResponse', start.policy.firstTouch.leadWithin), start);
}

/** A clock that waits for one instant and then lets the lead back in. */
export function startReturn(
  start: Pick<ClockStart, 'id' | 'subjectId' | 'cycle' | 'at'>,
  kind: 'nurtureWake' | 'recycle',
  dueAt: Instant,
): LeadClock {
  return { ...blank(start, kind), basis: 'elapsed', dueAt, nextAt: dueAt };
}

function planned(clock: LeadClock, terms: ClockStart): LeadClock {
  return rulesOf(clock).plan(clock, { ...terms, chainHours: terms.hours });
}

function blankPromise(start: ClockStart, kind: 'firstTouch' | 'leadResponse', within: Promised | null): LeadClock {
  return {
    ...blank(start, kind),
    ...start.calendar,
    plannedRevision: start.revision,
    policyId: start.policy.id,
    policyVersion: start.policy.version,
    target: within?.text ?? null,
    basis: start.policy.time,
  };
}

function blank(start: Pick<ClockStart, 'id' | 'subjectId' | 'cycle' | 'at'>, kind: LeadClock['kind']): LeadClock {
  return {
    id: start.id,
    kind,
    subjectType: CLOCK_KINDS[kind].subject,
    subjectId: start.subjectId,
    repId: null,
    assignmentId: null,
    cycle: start.cycle,
    policyId: null,
    policyVersion: null,
    calendarId: null,
    calendarVersion: null,
    timeZone: null,
    state: 'running',
    startedAt: start.at,
    target: null,
    basis: null,
    dueAt: null,
    nextAt: null,
    progress: 0,
    plannedRevision: 0,
    metAt: null,
    breachedAt: null,
    endedAt: null,
    endReason: null,
  };
}
