import { get, type QueryOf } from '../api/api.js';
import { usePages } from '../parts/use-pages.js';

export type DealQuery = QueryOf<'/v1/deals'>;

const LOOK_MS = 30_000;

/** Reads deals by expected closing date, the earliest first. */
export function useDeals(query: DealQuery, limit = 200) {
  return usePages(
    ['deals', query, limit],
    (page) => get('/v1/deals', { query: { sort: 'expectedCloseAt', ...query, limit, ...page } }),
    { refetchInterval: LOOK_MS },
  );
}
