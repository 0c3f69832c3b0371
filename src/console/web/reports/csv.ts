import { getFile } from '../api/api.js';
import type { Query } from './report.js';

/** Saves a report as CSV, by the same request as on the screen. @param name of the file, without extension */
export async function downloadCsv(path: string, query: Query, name: string): Promise<void> {
  const file = await getFile(`${path}?${new URLSearchParams(query)}`, 'text/csv');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}
