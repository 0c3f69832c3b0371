import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { readSlimLeads, type SlimLead } from '../leads/slim-leads.js';

export interface Configured {
  readonly setup: Schemas['Setup'];
  readonly calendars: readonly Schemas['Calendar'][];
  readonly reps: readonly Schemas['Rep'][];
  readonly pools: readonly Schemas['Pool'][];
  readonly routing: Schemas['Rulebook'];
  readonly policies: readonly Schemas['Policy'][];
  readonly testLeads: readonly SlimLead[];
  /** The number of valid keys that may send leads. */
  readonly intakeKeys: number;
}

const CONFIGURED = ['configured'];
const ALL = { limit: 1_000 };

export function useConfigured() {
  const { data, error, refetch } = useQuery({ queryKey: CONFIGURED, queryFn: read });
  return { configured: data ?? null, error, retry: () => void refetch() };
}

/** Returns a function that reloads the configuration after a step. */
export function useConfiguredAnew(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: CONFIGURED }),
      queries.invalidateQueries({ queryKey: ['reps'] }),
    ]);
  };
}

async function read(): Promise<Configured> {
  const [setup, calendars, reps, pools, routing, policies, testLeads, keys] = await Promise.all([
    get('/v1/setup'),
    get('/v1/calendars', { query: ALL }),
    get('/v1/reps', { query: ALL }),
    get('/v1/pools', { query: ALL }),
    get('/v1/routing'),
    get('/v1/sla-policies', { query: ALL }),
    readSlimLeads({ test: true, limit: 1 }),
    get('/v1/api-keys', { query: ALL }),
  ]);
  return {
    ...{ setup, routing },
    ...{ calendars: calendars.data, reps: reps.data.filter(({ active }) => active), pools: pools.data },
    ...{ policies: policies.data, testLeads: testLeads.data },
    intakeKeys: keys.data.filter(({ scopes, revokedAt }) => scopes.includes('intake') && revokedAt === null).length,
  };
}
