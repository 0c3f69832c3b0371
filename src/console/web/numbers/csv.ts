import { TouchlineProblem, Unreachable } from '../api/api.js';
import type { Asked } from './report.js';

/** Saves a report as it is on the screen: the same request, answered as CSV. */
export async function downloadCsv(path: string, asked: Asked): Promise<void> {
  const answer = await fetch(`${path}?${new URLSearchParams({ ...asked })}`, { headers: { accept: 'text/csv' } }).catch(
    () => {
      throw new Unreachable();
    },
  );
  if (!answer.ok) throw new TouchlineProblem(answer.status, await answer.json());
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = `${path.split('/').at(-1)}-${asked.by.replace(',', '-')}-since-${asked.from}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
