import { Registry } from '../platform/registry.js';

/**
 * Fields of an offboarding request that name the successors for what a satellite stores. Each satellite adds its own
 * when its module is imported.
 */
export const OFFBOARDING_FIELDS = new Registry<{ readonly name: string; readonly description: string }>();
