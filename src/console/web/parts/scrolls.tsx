import type { ReactNode } from 'react';

/** A scrollable area without focusable content: it takes the focus itself, so that keys can scroll it. */
export function Scrolls({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users need the focus to scroll it.
    <section className="scrolls" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
