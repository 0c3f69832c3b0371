import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';

export function useReps() {
  return useQuery({
    queryKey: ['reps'],
    queryFn: () => readAll((page) => get('/v1/reps', { query: page })),
    staleTime: 5 * 60_000,
  });
}
