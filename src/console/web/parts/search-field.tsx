import { useEffect, useRef, useState } from 'react';

const TYPING_MS = 200;

interface Props {
  readonly value: string;
  /** What can be found by it. */
  readonly placeholder: string;
  readonly onSearch: (words: string) => void;
}

/** Searched for at each pause in typing. It follows the address, which changes by links, too. */
export function SearchField({ value, placeholder, onSearch }: Props) {
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
          // It searches, and does not send the form that it is part of.
          event.preventDefault();
          search();
        }}
        // Whoever goes on to another page is not called back from there.
        onBlur={search}
      />
    </label>
  );
}
