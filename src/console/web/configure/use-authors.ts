import { useKeys, useUsers } from '../access/use-access.js';
import { ask, type Schemas } from '../api/api.js';
import { useNamedReps } from '../parts/use-names.js';
import { usePages } from '../parts/use-pages.js';
import { may, useMe } from '../session/me.js';
import type { Kind } from './kinds.js';
import { pathOf } from './resource.js';

/** Returns a function that names the author of a change. Only admins see the names of users and keys. */
export function useAuthors(): (author: Schemas['Author']) => string {
  const isAdmin = may(useMe());
  const reps = useNamedReps().data ?? [];
  const users = useUsers(isAdmin).data ?? [];
  const keys = useKeys(isAdmin).data ?? [];
  return ({ type, id }) => {
    if (type === 'system') return 'Touchline';
    const name = [...reps, ...users, ...keys].find((each) => each.id === id)?.name;
    return type === 'key' ? `The key ${name ?? 'of a program'}` : (name ?? 'Somebody');
  };
}

/** Returns who saved a version and when; undefined while that is loading. */
export function useOrigin(kind: Kind, id: string | null, version: number) {
  const nameOf = useAuthors();
  const found = useVersions(kind, id).rows?.find((row) => row.version === version);
  return found && { author: nameOf(found.by), at: found.at };
}

export function useVersions(kind: Kind, id: string | null) {
  return usePages(
    ['configuration', kind.code, id, 'versions'],
    async (page) =>
      (await ask('get', `${pathOf(kind, id)}/versions`, { query: { limit: 100, ...page } })) as Schemas['VersionPage'],
    { staleTime: 0 },
  );
}
