import { useMemo } from 'react';
import { fieldsOfLeads, type ValueType } from './schema/condition.js';
import { bodyOf, useApiDocument } from './use-api-document.js';

export function useFieldsOfLeads(): ReadonlyMap<string, ValueType> {
  const { data } = useApiDocument();
  return useMemo(() => {
    if (data === undefined) return new Map();
    const { lead = {} } = bodyOf(data, 'post', '/v1/routing/preview').properties ?? {};
    const { when = {} } = bodyOf(data, 'post', '/v1/sla-policies').properties ?? {};
    return fieldsOfLeads(lead, when.description ?? '');
  }, [data]);
}
