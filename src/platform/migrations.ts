import { Foundation1767225600000 } from '../../migrations/0001-foundation.js';

/** Every change of the schema, oldest first. */
export const migrations = [Foundation1767225600000];
