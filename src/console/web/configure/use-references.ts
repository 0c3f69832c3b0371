import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask, get } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { regionsByName } from '../parts/regions.js';
import type { JsonObject } from './schema/json-schema.js';
import { IS_ID, nameOfDocument, REFERRED, type ReferenceTo } from './schema/references.js';

export interface Option {
  readonly value: string;
  readonly name: string;
}

export interface References {
  readonly options: Readonly<Record<ReferenceTo, readonly Option[]>>;
  /** Returns the name of an id: `…` while names are loading, and the text itself if it is unknown. */
  readonly nameOf: (id: string) => string;
}

/** Invalidated after every save of configuration. */
export const REFERENCES_KEY = ['references'] as const;

/** Reads everything that fields can refer to, with names. */
export function useReferences(): References {
  const { data } = useQuery({ queryKey: REFERENCES_KEY, queryFn: readReferences });
  return useMemo(() => {
    const options = data ?? NONE;
    const names = new Map(Object.values(options).flatMap((of) => of.map(({ value, name }) => [value, name] as const)));
    const unknown = (id: string) => (data === undefined && IS_ID.test(id) ? '…' : id);
    return { options, nameOf: (id) => names.get(id) ?? unknown(id) };
  }, [data]);
}

const KINDS: readonly ReferenceTo[] = [...(Object.keys(REFERRED) as (keyof typeof REFERRED)[]), 'region'];
const NONE = Object.fromEntries(KINDS.map((kind) => [kind, []])) as unknown as References['options'];

async function readReferences(): Promise<References['options']> {
  const read = await Promise.all(KINDS.map(async (kind) => [kind, await readOptions(kind)] as const));
  return Object.fromEntries(read) as References['options'];
}

interface List {
  readonly data: readonly JsonObject[];
  readonly nextCursor: string | null;
}

async function readOptions(kind: ReferenceTo): Promise<readonly Option[]> {
  if (kind === 'region') {
    const { data } = await get('/v1/holiday-regions');
    return regionsByName(data).map(({ id, name }) => ({ value: id, name }));
  }
  const { path, by } = REFERRED[kind];
  const rows = await readAll(async (query) => (await ask('get', path, { query })) as List);
  return rows.map((each) => ({ value: String(each[by]), name: nameOfDocument(each) }));
}
