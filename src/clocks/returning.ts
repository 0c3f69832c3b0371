import { cancel, meet } from './clock.js';
import type { Effect, LeadClockRules } from './clock-rules.js';

type ReturnOptions = Pick<LeadClockRules, 'words'> & Omit<Extract<Effect, { kind: 'return' }>, 'kind'>;

/** A kind of clock by which nobody promises anything: it waits for one instant and lets the lead back in. */
export function returning({ words, from, cause }: ReturnOptions): LeadClockRules {
  return {
    subject: 'lead',
    words,
    awaited: words,
    description: null,
    owedBy: null,
    asked: () => ({}),
    written: () => null,
    missed: (lead) => `${lead} did not come back in time`,
    plan: (clock) => ({ ...clock, nextAt: clock.state === 'running' ? clock.dueAt : null }),
    touched: null,
    end: cancel,
    enforce: (clock, _terms, now) =>
      clock.nextAt === null || clock.nextAt > now
        ? { clock, effects: [] }
        : { clock: meet(clock, now, now), effects: [{ kind: 'return', from, cause }] },
    holds: () => null,
    movesAsked: () => 0,
    leftUndone: () => null,
  };
}
