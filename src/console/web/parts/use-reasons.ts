import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { readAll } from '../api/read-all.js';
import { titled } from './words.js';

/** The reasons for which leads are closed and deals are lost. */
export const DISPOSITION_REASONS = {
  queryKey: ['reasons'],
  queryFn: () => readAll((page) => get('/v1/disposition-reasons', { query: page })),
};

export const CHURN_REASONS = {
  queryKey: ['churn-reasons'],
  queryFn: () => readAll((page) => get('/v1/churn-reasons', { query: page })),
};

type Reasons = readonly Pick<Schemas['ChurnReason'], 'code' | 'label'>[];

/** Returns the label of a reason by its code; for a deleted one, the code in words. */
export function useReasonLabel(
  reasons: { readonly queryKey: readonly string[]; readonly queryFn: () => Promise<Reasons> },
  code: string | null | undefined,
): string | null {
  const { data, error } = useQuery({ ...reasons, enabled: code != null });
  if (code == null || (data === undefined && error === null)) return null;
  const isIt = (each: { readonly code: string }) => each.code.toLowerCase() === code.toLowerCase();
  return data?.find(isIt)?.label ?? titled(code);
}
