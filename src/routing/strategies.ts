import { roundRobin } from './round-robin.js';
import type { PoolStrategy, Strategy } from './strategy.js';

/** The strategy of each name. */
const STRATEGIES = { roundRobin } satisfies Record<PoolStrategy, Strategy>;

export function strategyOf({ strategy }: { readonly strategy: PoolStrategy }): Strategy {
  return STRATEGIES[strategy];
}
