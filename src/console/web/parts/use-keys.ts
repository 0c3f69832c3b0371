import { useEffect, useRef } from 'react';

const NONE: ReadonlySet<string> = new Set();

/**
 * Handles keys of a page wherever the focus is, unless it is in an input or a dialog is open.
 * @param actionOf returns the action of a key, given the element with the focus; null if it has none
 * @param repeated the keys that act again while they are held
 */
export function useKeys(
  actionOf: (key: string, at: Element) => (() => void) | null,
  repeated: ReadonlySet<string> = NONE,
): void {
  const present = useRef(actionOf);
  useEffect(() => {
    present.current = actionOf;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, repeat, ctrlKey, metaKey, altKey } = event;
      const at = event.target as Element;
      if (ctrlKey || metaKey || altKey || at.closest('input, textarea, select')) return;
      // A dialog loses the focus to the page when its button is disabled.
      if (document.querySelector('dialog[open]') !== null) return;
      const act = present.current(key, at);
      if (act === null) return;
      event.preventDefault();
      if (!repeat || repeated.has(key)) act();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [repeated]);
}
