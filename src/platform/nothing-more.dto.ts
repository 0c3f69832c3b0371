import { object } from './schema.js';

/** An empty body, for routes whose path says everything. */
export const NothingMore = object({});
