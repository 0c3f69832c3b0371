import { type Fault, fault, step } from '../../platform/input/fault.js';
import { claim } from './strategies/claim.js';
import { leastLoaded } from './strategies/least-loaded.js';
import { roundRobin } from './strategies/round-robin.js';
import type { PoolOptions, Strategy } from './strategy.js';

export const STRATEGIES = { roundRobin, leastLoaded, claim } satisfies Record<string, Strategy>;
export type PoolStrategy = keyof typeof STRATEGIES;
export const POOL_STRATEGIES = Object.keys(STRATEGIES) as PoolStrategy[];

export function strategyOf({ strategy }: { readonly strategy: PoolStrategy }): Strategy {
  return STRATEGIES[strategy];
}

export function comparesLoads(pool: { readonly strategy: PoolStrategy }): boolean {
  return strategyOf(pool).compares.includes('load');
}

export function offersLeads(pool: { readonly strategy: PoolStrategy }): boolean {
  return strategyOf(pool).offers;
}

/** Returns faults for fields of a pool that only other strategies have. */
export function faultsOfOptions(pool: { readonly strategy: PoolStrategy } & Partial<PoolOptions>): Fault[] {
  const own = strategyOf(pool).options;
  return OPTIONS.filter((option) => pool[option] !== undefined && own[option] === undefined).map((option) => {
    const owners = POOL_STRATEGIES.filter((strategy) => strategyOf({ strategy }).options[option] !== undefined);
    const message = `A \`${pool.strategy}\` pool has no \`${option}\`: leave it out, or choose ${owners.map((name) => `\`${name}\``).join(' or ')} as its strategy.`;
    return fault(step(option), 'contradiction', message);
  });
}

const OPTIONS = [
  ...new Set(Object.values(STRATEGIES).flatMap(({ options }) => Object.keys(options))),
] as (keyof PoolOptions)[];
