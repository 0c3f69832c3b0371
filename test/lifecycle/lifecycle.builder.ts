import { breach, type LeadClock } from '../../src/clocks/clock.js';
import type { LeadDocument, LeadState } from '../../src/leads/lead.js';
import { readLead } from '../../src/leads/reading.js';
import { LeadCase, type OpenedLead } from '../../src/lifecycle/lead-case.js';
import { newLeadState } from '../../src/lifecycle/tenures.js';
import { UnitOfWork } from '../../src/lifecycle/unit-of-work.js';
import type { Actor } from '../../src/platform/values/actor.js';
import type { Tenure } from '../../src/routing/assignments/assignment.js';
import { aDirectory } from '../leads/directory.builder.js';
import { readingSettings } from '../support/reading-settings.js';

export const MINUTE = 60_000;
/** A Monday, 10:00 in UTC. */
export const NOW = Date.UTC(2026, 2, 2, 10);
export const RECEIVED = NOW - 60 * MINUTE;

export const LEAD = { subjectType: 'lead', subjectId: 'lead' } as const;

export const ACTOR: Actor = { type: 'key', id: 'key' };

export function aTenure(facts: Partial<Tenure> = {}): Tenure {
  return {
    id: 'id',
    ...LEAD,
    cycle: 1,
    repId: null,
    poolId: null,
    queueId: null,
    rule: null,
    cause: 'intake',
    fromAt: 0,
    untilAt: null,
    poolChosen: false,
    ...facts,
  };
}

/** A lead document received an hour ago, from the source `web` by default. */
export function aDocument(body: Partial<Parameters<typeof readLead>[0]> = {}): LeadDocument {
  return readLead(
    { source: 'web', test: false, contact: { email: 'kim@example.org' }, ...body },
    { at: RECEIVED, by: 'key' },
    readingSettings(),
  );
}

/** An open lead, received an hour ago and, if it has an owner, theirs since then. */
export function aCase(facts: Partial<LeadState> = {}, opened: Partial<OpenedLead> = {}): LeadCase {
  const lead = { ...newLeadState('lead', RECEIVED), ...facts };
  const { ownerId, poolId, cycle } = lead;
  const owners = aTenure({ id: `of ${ownerId}`, repId: ownerId, poolId, cycle, fromAt: RECEIVED });
  const tenures = ownerId === null ? [] : [owners];
  return new LeadCase({ lead, before: lead, document: aDocument(), tenures, ...opened });
}

/** A unit of work of an API key, which numbers new ids: "new 1", "new 2". */
export function aWork(cases: readonly LeadCase[] = [], { now = NOW, directory = aDirectory() } = {}): UnitOfWork {
  let made = 0;
  return new UnitOfWork(cases, directory, now, ACTOR, () => {
    made += 1;
    return `new ${made}`;
  });
}

/** A missed clock whose next action is due at an instant. */
export function missed(clock: LeadClock, nextAt: number | null): LeadClock {
  return { ...breach(clock, clock.dueAt!), nextAt };
}

/** The events and notifications of a unit of work, in order and abridged. */
export function said(work: UnitOfWork): { events: unknown[]; notifications: unknown[] } {
  const { events, notifications } = work.take();
  return {
    events: events.map(({ type, data }) => [type, data]),
    notifications: notifications.map(({ repId, type, data }) => [repId, type, data]),
  };
}
