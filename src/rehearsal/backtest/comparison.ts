import type { LeadClock } from '../../clocks/clock.js';
import type { CompiledCondition } from '../../conditions/condition.js';
import type { Directory } from '../../directory/directory.js';
import { firstMatching } from '../../lifecycle/matching-policy.js';
import type { Instant } from '../../platform/instant.js';
import type { SlaPolicy } from '../../sla/policy.js';
import type { History } from './history.js';
import { type Effects, NOTHING, outcomeOf } from './outcome.js';
import { play } from './playing.js';
import type { Compared } from './tally.js';

/** What is tried: policies in the order in which they are asked. */
export interface Draft {
  readonly policies: readonly { readonly policy: SlaPolicy; readonly when: CompiledCondition }[];
  /** When it was asked: a promise whose deadline comes later is open. */
  readonly askedAt: Instant;
}

/** What really followed of a lead. */
export interface Reality {
  readonly clocks: readonly LeadClock[];
  readonly recorded: Pick<Effects, 'warned' | 'escalations'>;
}

/** A lead by the draft, beside what really became of it. */
export function compare(
  { policies, askedAt }: Draft,
  history: History,
  { clocks, recorded }: Reality,
  directory: Directory,
): Compared {
  const { document, leadId, tenures } = history;
  const policy = firstMatching(policies, document);
  const unreachable = history.closings.filter(({ isProven }) => isProven).length;
  const moves = tenures.filter(({ cause, repId }) => cause === 'breach' && repId !== null).length;
  return {
    leadId,
    policy: policy === null ? null : policies.findIndex((each) => each.policy === policy),
    source: document.source,
    repId: tenures.find(({ repId }) => repId !== null)?.repId ?? null,
    would: policy === null ? NOTHING : play(history, policy, directory.withPolicies(policies), askedAt),
    was: outcomeOf(clocks, { moves, unreachable, ...recorded }),
  };
}
