import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

export type DealQuery = NonNullable<NonNullable<Parameters<typeof get<'/v1/deals'>>[1]>['query']>;

const LOOK_MS = 30_000;

/** Deals, those first that are expected to close first. */
export function useDeals(query: DealQuery, limit = 200) {
  return useInfiniteQuery({
    queryKey: ['deals', query, limit],
    queryFn: ({ pageParam }) =>
      get('/v1/deals', {
        query: { sort: 'expectedCloseAt', ...query, limit, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: LOOK_MS,
    placeholderData: (before) => before,
  });
}
