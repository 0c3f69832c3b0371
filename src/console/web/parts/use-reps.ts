import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

export function useReps() {
  return useQuery({
    queryKey: ['reps'],
    queryFn: async () => (await get('/v1/reps', { query: { limit: 1_000 } })).data,
    staleTime: 5 * 60_000,
  });
}
