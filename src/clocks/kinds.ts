import type { Clock, ClockKind, LeadClock, RepClockKind, SystemClockKind } from './clock.js';
import type { LeadClockRules, OwnedClockRules, RepClockRules, SystemClockRules } from './clock-rules.js';
import { DEAL_CLOCKS } from './deal-kinds.js';
import { HANDOFF_CLOCKS } from './handoff-kinds.js';
import { LEAD_CLOCKS } from './lead-kinds.js';

/** The rules of every kind of clock. */
export const CLOCK_KINDS = {
  ...LEAD_CLOCKS,
  ...HANDOFF_CLOCKS,
  ...DEAL_CLOCKS,
  absenceStart: { subject: 'rep', due: 'goesAway' },
  absenceEnd: { subject: 'rep', due: 'comesBack' },
  available: { subject: 'rep', due: 'becomesAvailable' },
  departure: { subject: 'rep', due: 'leaves' },
  queue: { subject: 'system', due: 'queueIsDealtOut' },
  replanning: { subject: 'system', due: 'clocksArePlannedAnew' },
  hold: { subject: 'system', due: 'holdEnds' },
  plannedRules: { subject: 'system', due: 'rulesTakeEffect' },
} satisfies Record<RepClockKind, RepClockRules> & Record<SystemClockKind, SystemClockRules>;

export function rulesOf({ kind }: Pick<Clock, 'kind'>): OwnedClockRules {
  return CLOCK_KINDS[kind];
}

export function leadRulesOf({ kind }: Pick<LeadClock, 'kind'>): LeadClockRules {
  return CLOCK_KINDS[kind];
}

/**
 * Returns the rules of a kind that an event names; undefined for a kind that this version does not know, or of a rep or
 * the organisation.
 */
export function rulesNamed(kind: unknown): OwnedClockRules | undefined {
  if (!Object.hasOwn(CLOCK_KINDS, String(kind))) return undefined;
  const rules: object = CLOCK_KINDS[kind as ClockKind];
  return 'label' in rules ? (rules as OwnedClockRules) : undefined;
}
