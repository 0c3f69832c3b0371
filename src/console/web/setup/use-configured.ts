import { useQuery, useQueryClient } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { readSlimLeads, type SlimLead } from '../leads/slim-leads.js';
import { ME } from '../session/me.js';

export interface SetupState {
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

const CONFIGURED = ['configured'] as const;

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
      // The company's time zone may have changed, which is that of admins.
      queries.invalidateQueries({ queryKey: ME }),
    ]);
  };
}

async function read(): Promise<SetupState> {
  const [setup, calendars, reps, pools, routing, policies, testLeads, keys] = await Promise.all([
    get('/v1/setup'),
    readAll((page) => get('/v1/calendars', { query: page })),
    readAll((page) => get('/v1/reps', { query: page })),
    readAll((page) => get('/v1/pools', { query: page })),
    get('/v1/routing'),
    readAll((page) => get('/v1/sla-policies', { query: page })),
    readSlimLeads({ test: true, limit: 1 }),
    readAll((page) => get('/v1/api-keys', { query: page })),
  ]);
  return {
    setup,
    calendars,
    pools,
    routing,
    policies,
    reps: reps.filter(({ active }) => active),
    testLeads: testLeads.data,
    intakeKeys: keys.filter(({ scopes, revokedAt }) => scopes.includes('intake') && revokedAt === null).length,
  };
}
