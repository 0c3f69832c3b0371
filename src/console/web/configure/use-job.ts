import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';

const LOOK_MS = 1_000;

/** Polls a job until it ends. @param id null for none */
export function useJob(id: string | null) {
  return useQuery({
    queryKey: ['job', id],
    queryFn: () => get('/v1/jobs/{id}', { path: { id: id! } }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data === undefined || state.data.state === 'running' ? LOOK_MS : false),
  });
}
