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

type Closing = Pick<ClosingRow, 'reason' | 'suppressionId' | 'bulkId' | 'restsOn' | 'actorType'>;

/**
 * @param ownerId the owner of the lead: one that a rule closes as it comes in never gets any
 * @param isPast whether that happened elsewhere, before it was imported
 */
export function closedThrough(closing: Closing, ownerId: string | null, isPast: boolean): ClosedThrough {
  const { reason, suppressionId, bulkId, restsOn, actorType } = closing;
  if (suppressionId !== null) return 'suppression';
  if (bulkId !== null) return 'bulk';
  if (restsOn !== null) return 'unreachable';
  if (actorType !== 'system') return 'person';
  if (reason === ERASED.reason) return 'erasure';
  if (isPast) return 'import';
  return ownerId === null ? 'rule' : 'deal';
}
