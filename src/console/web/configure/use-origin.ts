import { useAuthors } from '../access/use-authors.js';
import { ask, type Schemas } from '../api/api.js';
import { usePages } from '../parts/use-pages.js';
import type { Kind } from './kinds.js';
import { pathOf } from './resource.js';

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
