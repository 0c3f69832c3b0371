import { downloadCsv } from './csv.js';
import { useNotices } from './notices.js';
import { messageOf } from './states.js';

/** Saves the report on the screen. @param name of the file */
export function CsvButton({ path, query, name }: { path: string; query: object; name: string }) {
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
