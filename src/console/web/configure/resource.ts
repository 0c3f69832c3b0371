import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import type { Kind } from './kinds.js';
import type { Field } from './schema/field.js';
import { isObject, type JsonObject } from './schema/json-schema.js';
import { REFERENCES_KEY } from './use-references.js';

export type Resource = JsonObject & { readonly id?: string; readonly version: number };

/** @param id ignored for kinds with a single document */
export const pathOf = ({ path, isSingle }: Kind, id: string | null): string => (isSingle ? path : `${path}/${id}`);

export function useResource(kind: Kind, id: string | null) {
  return useQuery({
    queryKey: [...keyOf(kind), id],
    queryFn: async () => (await ask('get', pathOf(kind, id))) as Resource,
    // An editor opens with the present version, and later changes do not replace the draft: saving reports them.
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useResources(kind: Kind) {
  return useQuery({ queryKey: keyOf(kind), queryFn: () => readResources(kind) });
}

export const keyOf = ({ code }: Kind) => ['configuration', code] as const;

interface Page {
  readonly data: readonly Resource[];
  readonly nextCursor: string | null;
}

export const readResources = ({ path }: Kind) => readAll(async (query) => (await ask('get', path, { query })) as Page);

/** Returns a function that invalidates all queries that show configuration, to be called after a save. */
export function useConfigurationAnew(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const stale = ['configuration', 'configured', 'rep', 'reps', 'pools', 'roster', 'setup', ...REFERENCES_KEY];
    await queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) });
  };
}

/** Returns the editable fields of a document. */
export const editable = (fields: readonly Field[], document: JsonObject): JsonObject =>
  Object.fromEntries(fields.flatMap(({ name }) => (name in document ? [[name, document[name]!]] : [])));

/** Returns the secret in a response, if it has one. It is shown only once. */
export const secretIn = (answer: unknown): string | null =>
  isObject(answer as JsonObject) && typeof (answer as JsonObject).secret === 'string'
    ? ((answer as JsonObject).secret as string)
    : null;
