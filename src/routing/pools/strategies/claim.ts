import type { Strategy } from '../strategy.js';
import { roundRobin } from './round-robin.js';

/** The first to claim a lead gets it, which counts as their turn: members who claim less are dealt what is left. */
export const claim: Strategy = {
  ...roundRobin,
  description:
    'offered to all eligible members, and the first to claim it gets it; a lead that none of them claims within `claimWithin` is dealt in turn.',
  offers: true,
  options: { claimWithin: 'PT10M' },
};
