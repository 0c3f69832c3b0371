import { alwaysOpen, compileWorkingTime, type WorkingTime } from '../../src/calendar/working-time.js';
import type { ClockHours, LeadClock } from '../../src/clocks/clock.js';
import type { Enforcement } from '../../src/clocks/clock-rules.js';
import { rulesOf } from '../../src/clocks/kinds.js';
import { startFirstTouch, startLeadResponse } from '../../src/clocks/start.js';
import type { Instant } from '../../src/platform/values/duration.js';
import type { PolicyBody } from '../../src/sla/policy.dto.js';
import type { SlaPolicy } from '../../src/sla/policy.js';
import { readPolicy } from '../../src/sla/policy-reading.js';
import type { TouchFacts } from '../../src/sla/what-counts.js';

export const POLICY_ID = '00000000-0000-7000-8000-0000000000aa';

export function policy(firstTouch: Partial<PolicyBody['firstTouch']> = {}, body: Partial<PolicyBody> = {}): SlaPolicy {
  return readPolicy(POLICY_ID, 1, {
    name: 'Paid inbound',
    mode: 'enforce',
    when: {},
    time: 'elapsed',
    calendar: 'owner',
    grace: 'PT15M',
    leadHours: false,
    maxRecycles: 2,
    onInquiry: 'keep',
    ...body,
    firstTouch: {
      within: 'PT5M',
      leadCalendar: 'pool',
      startFrom: 'received',
      counts: [{ direction: 'outbound' }],
      by: 'anyone',
      warnAt: [],
      onBreach: [
        { after: 'PT0S', do: 'reassign' },
        { after: 'PT15M', do: 'escalate', to: 'manager' },
      ],
      onLeadBreach: [],
      maxReassignments: 3,
      onCorrection: 'stay',
      ...firstTouch,
    },
  });
}

const OFFICE: [string, string][] = [['09:00', '17:00']];

/** Monday to Friday, 09:00 to 17:00 UTC. */
export const office: WorkingTime = compileWorkingTime(
  {
    timeZone: 'UTC',
    hours: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
    holidays: [],
    overrides: {},
    breaks: {},
  },
  { timeZone: 'UTC', holidaysOf: () => [], window: { firstYear: 2026, lastYear: 2026 } },
);

export interface RunningPromise {
  readonly at: number;
  readonly policy: SlaPolicy;
  readonly hours?: WorkingTime;
  readonly repId?: string;
  readonly id?: string;
}

const none = { calendarId: null, calendarVersion: null, timeZone: null, reach: null };

export function ownersClock({
  at,
  policy: under,
  hours = alwaysOpen,
  repId = 'ann',
  id = 'clock',
}: RunningPromise): LeadClock {
  return startFirstTouch(
    { id, subjectId: 'lead', cycle: 1, at, policy: under, hours, calendar: none, revision: 1 },
    { repId, assignmentId: `of ${repId}` },
  );
}

export function leadsClock({ at, policy: under, hours = alwaysOpen }: RunningPromise): LeadClock {
  return startLeadResponse({
    id: 'lead clock',
    subjectId: 'lead',
    cycle: 1,
    at,
    policy: under,
    hours,
    calendar: none,
    revision: 1,
  });
}

export function touch(occurredAt: number, facts: Partial<TouchFacts> = {}): TouchFacts {
  return {
    kind: 'call',
    direction: 'outbound',
    outcome: 'noAnswer',
    durationSeconds: null,
    repId: 'ann',
    automated: false,
    goodbye: false,
    occurredAt,
    ...facts,
  };
}

export function enforce(
  clock: LeadClock,
  under: SlaPolicy,
  hours: ClockHours,
  now: Instant,
  chainHours = hours,
): Enforcement<LeadClock> {
  return rulesOf(clock).enforce(clock, { policy: under, hours, chainHours, pauses: [] }, now);
}
