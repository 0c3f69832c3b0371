import { PAST_CYCLE } from '../leads/imported.js';
import { ERASED } from './disposition.js';
import type { ClosingRow } from './disposition.store.js';

/**
 * The ways in which a lead is closed. `person`: a user or a program closed it, corrected that, or lost its deal. `bulk`:
 * they closed many leads at once. `rule`: a routing rule closed it as it came in, and `suppression` because its person
 * is suppressed. `unreachable`: a policy closed it after attempts that reached nobody. `deal`: Touchline made up for what
 * its deal had become. `erasure`: its person was erased. `import`: it was closed elsewhere, before an import brought it
 * along.
 */
export const CLOSED_THROUGH = [
  'person',
  'bulk',
  'rule',
  'suppression',
  'unreachable',
  'deal',
  'erasure',
  'import',
] as const;
export type ClosedThrough = (typeof CLOSED_THROUGH)[number];

type Closing = Pick<ClosingRow, 'reason' | 'suppressionId' | 'bulkId' | 'restsOn' | 'actorType' | 'cycle'>;

/** @param ownerId the owner of the lead: one that a rule closes as it comes in never gets any */
export function closedThrough(closing: Closing, ownerId: string | null): ClosedThrough {
  const { reason, suppressionId, bulkId, restsOn, actorType, cycle } = closing;
  if (suppressionId !== null) return 'suppression';
  if (bulkId !== null) return 'bulk';
  if (restsOn !== null) return 'unreachable';
  if (actorType !== 'system') return 'person';
  if (reason === ERASED.reason) return 'erasure';
  if (cycle === PAST_CYCLE) return 'import';
  return ownerId === null ? 'rule' : 'deal';
}
