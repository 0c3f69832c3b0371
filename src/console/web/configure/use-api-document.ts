import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ask } from '../api/api.js';
import { fieldsOfLeads, type ValueType } from './schema/condition.js';
import type { JsonSchema } from './schema/json-schema.js';

interface Operation {
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: JsonSchema } } };
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>> | undefined>>;
}

/** Reads the OpenAPI document, from which all editors are built. Cached until the page reloads. */
export function useApiDocument() {
  return useQuery({
    queryKey: ['api-document'],
    queryFn: async () => (await ask('get', '/openapi.json')) as ApiDocument,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function bodyOf(document: ApiDocument, method: 'post' | 'put', path: string): JsonSchema {
  return document.paths[path]?.[method]?.requestBody?.content['application/json'].schema ?? {};
}

export function useFieldsOfLeads(): ReadonlyMap<string, ValueType> {
  const { data } = useApiDocument();
  return useMemo(() => {
    if (data === undefined) return new Map();
    const { lead = {} } = bodyOf(data, 'post', '/v1/routing/preview').properties ?? {};
    const { when = {} } = bodyOf(data, 'post', '/v1/sla-policies').properties ?? {};
    return fieldsOfLeads(lead, when.description ?? '');
  }, [data]);
}
