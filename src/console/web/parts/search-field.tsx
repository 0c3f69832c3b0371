import { useEffect, useRef, useState } from 'react';

const TYPING_MS = 200;

interface Props {
  readonly value: string;
  readonly placeholder: string;
  readonly onSearch: (words: string) => void;
  /** Waits for Enter, because a part of what is searched for finds nothing. */
  readonly isWhole?: boolean | undefined;
}

/** Searches when typing pauses. Follows `value`, which links may change. */
export function SearchField({ value, placeholder, onSearch, isWhole = false }: Props) {
  const [text, setText] = useState(value);
  const searched = useRef(value);
  useEffect(() => {
    if (value !== searched.current) setText(value);
    searched.current = value;
  }, [value]);
  function search(): void {
    const words = text.trim();
    if (words === searched.current) return;
    searched.current = words;
    onSearch(words);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is what was typed that is searched for.
  useEffect(() => {
    if (isWhole) return;
    const timer = setTimeout(search, TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <label>
      <span className="unseen">Find</span>
      <input
        type="search"
        placeholder={placeholder}
        maxLength={200}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Prevents submitting a form around it.
          event.preventDefault();
          search();
        }}
        // Searches now, so that no later search calls the user back from another page.
        onBlur={search}
      />
    </label>
  );
}
