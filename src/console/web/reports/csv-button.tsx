import { useRefusals } from '../parts/sending.js';
import { downloadCsv } from './csv.js';
import type { Query } from './report.js';

export function CsvButton({ path, query, name }: { path: string; query: Query; name: string }) {
  const refused = useRefusals();
  return (
    <button type="button" onClick={() => refused(downloadCsv(path, query, name))}>
      CSV
    </button>
  );
}
