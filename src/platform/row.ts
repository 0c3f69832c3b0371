import type { ValueTransformer } from 'typeorm';
import type { Instant } from './instant.js';

/** TypeORM hands `timestamptz` columns through Date; this program speaks epoch milliseconds. */
export const instantColumn: ValueTransformer = {
  to: (at: Instant | null | undefined) => (at === null || at === undefined ? at : new Date(at)),
  from: (at: Instant | null) => at,
};
