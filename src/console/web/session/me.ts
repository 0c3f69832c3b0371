import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { get, put, type Schemas, TouchlineProblem } from '../api/api.js';
import { serverTime } from '../live/server-time.js';

export type Me = Schemas['Me'];

export const ME = ['me'] as const;

/** Who is logged in; null for nobody. */
export function useLogin() {
  return useQuery({ queryKey: ME, queryFn: readMe, staleTime: 60_000 });
}

/** Whoever was logged in is so no longer; somebody else may be by now, in another tab. */
export function forgetLogin(queries: QueryClient): void {
  if (queries.getQueryData(ME) != null) queries.setQueryData(ME, null);
  void queries.invalidateQueries({ queryKey: ME });
}

async function readMe(): Promise<Me | null> {
  const sentAt = Date.now();
  try {
    const me = await get('/v1/me');
    serverTime.read(me.serverTime, sentAt);
    return me;
  } catch (error) {
    if (error instanceof TouchlineProblem && error.status === 401) return null;
    throw error;
  }
}

export const MeContext = createContext<Me | null>(null);

/** Who is logged in, below the login. */
export function useMe(): Me {
  return useContext(MeContext)!;
}

/** What somebody may do, by the scopes that they have: `admin` may do everything. */
export function may(me: Me, ...scopes: readonly Me['scopes'][number][]): boolean {
  return me.scopes.includes('admin') || scopes.some((scope) => me.scopes.includes(scope));
}

/** What people choose for themselves. It is kept on the server, so that it is the same on all devices. */
export interface Preferences {
  readonly theme?: 'system' | 'light' | 'dark';
  readonly density?: 'comfortable' | 'compact';
  /** Whether single letters do something in lists. */
  readonly keys?: boolean;
}

const PREFERENCES = ['preferences'];

const PREFERRED = { queryKey: PREFERENCES, queryFn: () => get('/v1/me/preferences') };

/** What is not known here is left as it is: other versions and programs keep theirs there, too. */
export function usePreferences(): Preferences {
  const { theme, density, keys } = useQuery(PREFERRED).data ?? {};
  return {
    ...((theme === 'light' || theme === 'dark') && { theme }),
    ...(density === 'compact' && { density }),
    ...(keys === false && { keys }),
  };
}

export function useSetPreferences(): (change: Preferences) => Promise<void> {
  const queries = useQueryClient();
  return async (change) => {
    const preferences = { ...(await queries.ensureQueryData(PREFERRED)), ...change };
    queries.setQueryData(PREFERENCES, preferences);
    try {
      await put('/v1/me/preferences', { body: preferences });
    } catch (error) {
      await queries.invalidateQueries({ queryKey: PREFERENCES });
      throw error;
    }
  };
}
