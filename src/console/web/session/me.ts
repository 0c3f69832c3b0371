import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { get, put, type Schemas, TouchlineProblem } from '../api/api.js';
import { serverTime } from '../live/server-time.js';

export type Me = Schemas['Me'];

export const ME = ['me'] as const;

/** Reads the user of the session; null if there is none. */
export function useLogin() {
  return useQuery({ queryKey: ME, queryFn: readMe, staleTime: 60_000 });
}

/** Marks the user as logged out, and reads again who is logged in: another tab may have logged someone else in. */
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

export function useMe(): Me {
  return useContext(MeContext)!;
}

/** Reports whether the user has one of the scopes; `admin` includes all. */
export function may(me: Me, ...scopes: readonly Me['scopes'][number][]): boolean {
  return me.scopes.includes('admin') || scopes.some((scope) => me.scopes.includes(scope));
}

/** Stored on the server, so that they apply on all devices. */
export interface Preferences {
  readonly theme?: 'system' | 'light' | 'dark';
  readonly density?: 'comfortable' | 'compact';
  /** Whether single letters are shortcuts in lists. */
  readonly keys?: boolean;
}

const PREFERENCES = ['preferences'];

const PREFERRED = { queryKey: PREFERENCES, queryFn: () => get('/v1/me/preferences') };

/** Ignores unknown values: other versions and programs store theirs there, too. */
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
