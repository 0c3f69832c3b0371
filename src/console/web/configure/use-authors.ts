import { useQuery } from '@tanstack/react-query';
import { ask, get, type Schemas } from '../api/api.js';
import { useNamedReps } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { may, useMe } from '../session/me.js';
import type { Kind } from './kinds.js';
import { pathOf } from './resource.js';

const ALL = { limit: 1_000 };

/** Returns a function that names the author of a change. Only admins see the names of users and keys. */
export function useAuthors(): (author: Schemas['Author']) => string {
  const isAdmin = may(useMe());
  const reps = useNamedReps().data ?? [];
  const named = (queryKey: string, read: () => Promise<{ readonly data: readonly Named[] }>) => ({
    queryKey: [queryKey],
    queryFn: read,
    enabled: isAdmin,
  });
  const users = useQuery(named('users', () => get('/v1/users', { query: ALL }))).data?.data ?? [];
  const keys = useQuery(named('keys', () => get('/v1/api-keys', { query: ALL }))).data?.data ?? [];
  return ({ type, id }) => {
    if (type === 'system') return 'Touchline';
    const name = [...reps, ...users, ...keys].find((each) => each.id === id)?.name;
    return type === 'key' ? `The key ${name ?? 'of a program'}` : (name ?? 'Somebody');
  };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export function useLastAuthor(kind: Kind, id: string | null): string | undefined {
  const nameOf = useAuthors();
  const last = useVersions(kind, id).rows?.[0];
  return last && nameOf(last.by);
}

export function useVersions(kind: Kind, id: string | null) {
  return usePages(
    ['configuration', kind.code, id, 'versions'],
    async (page) =>
      (await ask('get', `${pathOf(kind, id)}/versions`, { query: { limit: 100, ...page } })) as Schemas['VersionPage'],
    { staleTime: 0 },
  );
}
