import { Registry } from '../platform/registry.js';

/** The fields of a request that say who gets what of a satellite; added when its module is imported. */
export const OFFBOARDING_FIELDS = new Registry<{ readonly name: string; readonly description: string }>();
