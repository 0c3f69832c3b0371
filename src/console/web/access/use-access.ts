import { useQuery } from '@tanstack/react-query';
import { get } from '../api/api.js';
import { readAll } from '../api/read-all.js';

export const USERS = ['users'] as const;
export const KEYS = ['keys'] as const;

/** @param enabled false for those who may not read them */
export function useUsers(enabled = true) {
  return useQuery({
    queryKey: USERS,
    queryFn: () => readAll((page) => get('/v1/users', { query: page })),
    enabled,
  });
}

/** All API keys, also those that were revoked. @param enabled as in `useUsers` */
export function useKeys(enabled = true) {
  return useQuery({
    queryKey: KEYS,
    queryFn: () => readAll((page) => get('/v1/api-keys', { query: page })),
    enabled,
  });
}
