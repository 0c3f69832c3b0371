import type { Instant } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';

/** The leads that a hold covers. */
export type HoldScope =
  | 'all'
  | { readonly source: string }
  | { readonly poolId: string }
  | { readonly policyId: string };

/** The maker of a hold: a person, or the engine, because too many leads moved at once or touches fell silent. */
export const HOLD_MAKERS = ['person', 'stormBreaker', 'silence'] as const;
export type HoldMaker = (typeof HOLD_MAKERS)[number];

/** A time in which due clocks move nothing and notify nobody. */
export interface Hold {
  readonly id: string;
  readonly scope: HoldScope;
  /** Null means until it is ended. */
  readonly until: Instant | null;
  readonly reason: string | null;
  readonly by: HoldMaker;
  readonly createdAt: Instant;
}

/** The fields of a lead that say whether a hold covers it. */
interface Holdable {
  readonly poolId: string | null;
  readonly policyId: string | null;
  /** Its source; null if it has not been read. */
  readonly source: string | null;
}

/** The last instant: the end of a hold that no clock ends. */
const NEVER: Instant = Date.UTC(2100, 0, 1);

export function endOf({ until }: Pick<Hold, 'until'>): Instant {
  return until ?? NEVER;
}

export function isInForce({ createdAt, until }: Pick<Hold, 'createdAt' | 'until'>, at: Instant): boolean {
  return createdAt <= at && (until === null || at < until);
}

/** Whether the hold covers leads by source, so that a lead's source has to be read. */
export function goesBySource({ scope }: Pick<Hold, 'scope'>): boolean {
  return scope !== 'all' && 'source' in scope;
}

export function covers({ scope }: Pick<Hold, 'scope'>, { poolId, policyId, source }: Holdable): boolean {
  if (scope === 'all') return true;
  if ('poolId' in scope) return scope.poolId === poolId;
  if ('policyId' in scope) return scope.policyId === policyId;
  return source !== null && caseless(scope.source) === caseless(source);
}

/** Returns the hold on a lead that ends last; null if there is none. */
export function holdOn(holds: readonly Hold[], lead: Holdable): Hold | null {
  return holds
    .filter((hold) => covers(hold, lead))
    .reduce<Hold | null>((last, hold) => (last === null || endOf(hold) > endOf(last) ? hold : last), null);
}
