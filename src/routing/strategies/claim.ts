import type { Strategy } from '../strategy.js';
import { roundRobin } from './round-robin.js';

/** Whoever claims a lead first gets it, and it counts as a turn of theirs: those who claim less are dealt what is left. */
export const claim: Strategy = {
  ...roundRobin,
  description:
    'offered to everybody eligible, and the first to claim it gets it; one that nobody claims within `claimWithin` is dealt in turn.',
  offers: true,
  options: { claimWithin: 'PT10M' },
};
