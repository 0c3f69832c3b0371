import { useState } from 'react';
import type { Import } from './import.js';
import { choicesOf, LEFT_OUT, nameOfField } from './targets.js';

interface Props {
  readonly of: Import['of'];
  readonly column: string;
  /** Null if the column is left out. */
  readonly field: string | null;
  /** The id of the list of all choices. */
  readonly list: string;
  readonly fields: readonly string[];
  readonly onChoose: (field: string | null) => void;
}

/** A field that is searched for by typing. What is no field changes nothing. */
export function FieldPicker({ of, column, field, list, fields, onChoose }: Props) {
  const present = field === null ? LEFT_OUT : nameOfField(field, of);
  /** Empty at first, so that all fields are offered; null while nobody types. */
  const [text, setText] = useState<string | null>(null);

  function choose(): void {
    const words = (text ?? '').trim().toLowerCase();
    setText(null);
    const chosen = choicesOf(of, fields, column).find(({ name }) => name.toLowerCase() === words);
    if (chosen !== undefined && chosen.field !== field) onChoose(chosen.field);
  }

  return (
    <input
      className="picker"
      aria-label={`Where ${column} goes`}
      list={list}
      placeholder={present}
      value={text ?? present}
      onFocus={() => setText('')}
      onChange={({ target }) => setText(target.value)}
      onBlur={choose}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') setText('');
        if (key === 'Enter' || key === 'Escape') currentTarget.blur();
      }}
    />
  );
}
