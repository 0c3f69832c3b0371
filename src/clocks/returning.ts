import { cancel, meet } from './clock.js';
import type { Effect, LeadClockRules } from './clock-rules.js';

type ReturnOptions = Pick<LeadClockRules, 'words'> & Omit<Extract<Effect, { kind: 'return' }>, 'kind'>;

/** Makes a kind of clock that promises nothing: it waits for one instant and brings the lead back. */
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
