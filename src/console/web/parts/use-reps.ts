import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';

const SELDOM = { staleTime: 5 * 60_000 };

/** @param fresh by default as lists of names need them; whether reps get leads changes more often */
export function useReps(fresh: { readonly staleTime: number; readonly refetchInterval?: number } = SELDOM) {
  return useQuery({
    queryKey: ['reps'],
    queryFn: () => readAll((page) => get('/v1/reps', { query: page })),
    ...fresh,
  });
}
