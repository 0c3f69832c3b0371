import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask } from '../api/api.js';
import type { Kind } from './kinds.js';
import type { Field } from './schema/field.js';
import { isObject, type JsonObject } from './schema/json-schema.js';
import { REFERENCES_KEY } from './use-references.js';

/** A document of a kind of configuration, as it is read. */
export type Resource = JsonObject & { readonly id?: string; readonly version: number };

/** Where one is; null for what there is one of, and what is made. */
export const pathOf = ({ path, isSingle }: Kind, id: string | null): string => (isSingle ? path : `${path}/${id}`);

export function useResource(kind: Kind, id: string | null) {
  return useQuery({
    queryKey: [...keyOf(kind), id],
    queryFn: async () => (await ask('get', pathOf(kind, id))) as Resource,
    // Whoever opens it begins with what it is now. What changes later is said as they save.
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

export function useResources(kind: Kind) {
  return useQuery({ queryKey: keyOf(kind), queryFn: () => readPage(kind) });
}

export const keyOf = ({ code }: Kind) => ['configuration', code] as const;

interface Page {
  readonly data: readonly Resource[];
  readonly nextCursor: string | null;
}

export const readPage = async ({ path }: Kind) => (await ask('get', path, { query: { limit: 1_000 } })) as Page;

/** Called after whatever was saved: other pages show configuration, too. */
export function useConfigurationAnew(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    const stale = ['configuration', 'reps', 'pools', 'roster', 'setup', ...REFERENCES_KEY];
    await queries.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) });
  };
}

/** What can be set of a document, without what is shown beside it. */
export const editable = (fields: readonly Field[], document: JsonObject): JsonObject =>
  Object.fromEntries(fields.flatMap(({ name }) => (name in document ? [[name, document[name]!]] : [])));

/** The text of an answer that is shown only once. */
export const secretIn = (answer: unknown): string | null =>
  isObject(answer as JsonObject) && typeof (answer as JsonObject).secret === 'string'
    ? ((answer as JsonObject).secret as string)
    : null;
