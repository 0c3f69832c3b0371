import type { ReactNode } from 'react';

/** A scrollable area without focusable content: it takes the focus itself, so that keys can scroll it. */
export function Scrolls({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys.
    <section className="scrolls" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
