import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { get } from '../api/api.js';
import { openStream } from '../live/stream.js';
import { type Import, isOver } from './import.js';

export const importKey = (id: string) => ['import', id] as const;

/** Reads an import, and follows it by its stream until it is over. */
export function useImport(id: string) {
  const queries = useQueryClient();
  const read = useQuery({ queryKey: importKey(id), queryFn: () => get('/v1/imports/{id}', { path: { id } }) });
  const goesOn = read.data !== undefined && !isOver(read.data);
  useEffect(() => {
    if (!goesOn) return;
    const stream = openStream(
      `/v1/imports/${id}/stream`,
      ({ name, data }) => {
        if (name === 'import') queries.setQueryData<Import>(importKey(id), data);
      },
      () => undefined,
    );
    return () => stream.close();
  }, [id, goesOn, queries]);
  return read;
}
