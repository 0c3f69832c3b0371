import type { ReactNode } from 'react';

/** What may be wider than the page, and holds nothing that takes the focus: it takes it itself, so that keys can scroll it. */
export function Scrolls({ name, children }: { name: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no pointer scrolls it by keys.
    <section className="scrolls" aria-label={name} tabIndex={0}>
      {children}
    </section>
  );
}
