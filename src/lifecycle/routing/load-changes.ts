import { PAST_CYCLE } from '../../leads/imported.js';
import type { LeadState } from '../../leads/lead.js';
import type { LoadChange } from '../../routing/deciding/roster.store.js';
import type { LeadCase } from '../lead-case.js';

/** Returns how a unit of work changes the loads of reps. */
export function loadChanges(cases: readonly Pick<LeadCase, 'before' | 'lead'>[]): LoadChange[] {
  const changes = new Map<string, { open: number; untouched: number }>();
  const count = (lead: LeadState | null, by: 1 | -1) => {
    if (lead === null || lead.test || lead.status !== 'open' || lead.ownerId === null) return;
    // Nothing is promised yet of what was brought along.
    if (lead.cycle === PAST_CYCLE) return;
    const change = changes.get(lead.ownerId) ?? { open: 0, untouched: 0 };
    change.open += by;
    if (lead.workState === 'untouched') change.untouched += by;
    changes.set(lead.ownerId, change);
  };
  for (const { before, lead } of cases) {
    if (before === lead) continue;
    count(before, -1);
    count(lead, 1);
  }
  return [...changes]
    .map(([repId, change]) => ({ repId, ...change }))
    .filter(({ open, untouched }) => open !== 0 || untouched !== 0);
}
