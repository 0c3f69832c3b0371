import { Foundation1795305600000 } from '../../migrations/0001-foundation.js';

/** Every change of the schema, oldest first. */
export const migrations = [Foundation1795305600000];
