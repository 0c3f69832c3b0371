import type { ReactNode } from 'react';
import { counted } from '../parts/words.js';

/** From this number on, promises that are over are folded. */
const FOLDED_FROM = 4;

interface Props<Clock> {
  readonly clocks: readonly Clock[];
  /** Returns the list item of a promise. */
  readonly line: (clock: Clock) => ReactNode;
}

/** Promises as a list. What is owed or was missed is always visible. */
export function PromiseList<Clock extends { readonly state: string }>({ clocks, line }: Props<Clock>) {
  const over = clocks.filter(({ state }) => state === 'met' || state === 'cancelled');
  const isFolded = over.length >= FOLDED_FROM;
  const shown = isFolded ? clocks.filter((clock) => !over.includes(clock)) : clocks;
  return (
    <>
      {shown.length > 0 && <ul className="lines">{shown.map(line)}</ul>}
      {isFolded && (
        <details>
          <summary>{counted(over.length, 'promise')} kept or ended</summary>
          <ul className="lines">{over.map(line)}</ul>
        </details>
      )}
    </>
  );
}
