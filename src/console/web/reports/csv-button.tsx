import { useNotices } from '../parts/notices.js';
import { messageOf } from '../parts/states.js';
import { downloadCsv } from './csv.js';
import type { Query } from './report.js';

/** Saves the report on the screen. @param name of the file */
export function CsvButton({ path, query, name }: { path: string; query: Query; name: string }) {
  const { say } = useNotices();
  return (
    <button
      type="button"
      onClick={() => downloadCsv(path, query, name).catch((wrong) => say({ text: messageOf(wrong), isWrong: true }))}
    >
      CSV
    </button>
  );
}
