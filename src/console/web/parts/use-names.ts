import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

/** What all reps are called, also those whom one does not see otherwise. */
export function useNamedReps() {
  return useQuery({
    queryKey: ['reps', 'names'],
    queryFn: async () => (await get('/v1/reps/names')).data,
    staleTime: 5 * 60_000,
  });
}

/** What reps are called by their ids; null is nobody. Nothing is said while the names are read. */
export function useNames(): (repId: string | null) => string {
  const { data, isPending } = useNamedReps();
  const unknown = isPending ? '' : 'Somebody';
  return (repId) => (repId === null ? 'Nobody' : (data?.find(({ id }) => id === repId)?.name ?? unknown));
}
