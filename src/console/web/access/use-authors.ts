import type { Schemas } from '../api/api.js';
import { useNamedReps } from '../parts/use-names.js';
import { may, useMe } from '../session/me.js';
import { useKeys, useUsers } from './use-access.js';

/** Returns a function that names the author of a change. Only admins see the names of users and keys. */
export function useAuthors(): (author: Schemas['Author'] | Schemas['Actor']) => string {
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
