import { TouchlineProblem, Unreachable } from '../api/api.js';
import type { Query } from './report.js';

/** Saves a report as it is on the screen: the same request, answered as CSV. @param name of the file */
export async function downloadCsv(path: string, query: Query, name: string): Promise<void> {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`, { headers: { accept: 'text/csv' } }).catch(() => {
    throw new Unreachable();
  });
  if (!answer.ok) throw new TouchlineProblem(answer.status, await answer.json());
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
