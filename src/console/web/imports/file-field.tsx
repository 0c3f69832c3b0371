import { type DragEvent, useRef, useState } from 'react';
import { written } from './import.js';

const TYPES = '.csv,.tsv,.txt,.xlsx';
const MIB = 1024 * 1024;

interface Props {
  readonly file: File | null;
  readonly onChoose: (file: File) => void;
}

/** Takes a file that is dropped or chosen. */
export function FileField({ file, onChoose }: Props) {
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  function drop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    const { files } = event.dataTransfer;
    if (files[0] === undefined) return;
    input.current!.files = files;
    onChoose(files[0]);
  }
  return (
    <label
      className={isOver ? 'drop is-over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      File: CSV, TSV or Excel (XLSX)
      <input
        ref={input}
        type="file"
        accept={TYPES}
        onChange={({ target }) => target.files?.[0] !== undefined && onChoose(target.files[0])}
      />
      <span className="count">
        {file === null ? 'Drop a file here, or choose one. Its first row has to name the columns.' : described(file)}
      </span>
    </label>
  );
}

function described({ name, size }: File): string {
  return `${name}, ${size < MIB ? `${written(Math.ceil(size / 1024))} kB` : `${written(Math.round(size / MIB))} MB`}`;
}
