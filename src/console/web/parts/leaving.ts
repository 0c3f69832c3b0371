import { useEffect } from 'react';
import type { AroundNavHandler } from 'wouter';

const QUESTION = 'Leave without saving? Your changes will be lost.';

/** The pages with unsaved changes, one entry for each component that has some. */
const unsaved = new Set<URL>();

const leftBy = (pathname: string) => [...unsaved].find((page) => page.pathname !== pathname);
const staysFrom = (pathname: string) => leftBy(pathname) !== undefined && !window.confirm(QUESTION);

/** Asks before a link leads away from unsaved changes. */
export const askBeforeLeaving: AroundNavHandler = (navigate, to, options) => {
  if (!staysFrom(new URL(to, location.href).pathname)) navigate(to, options);
};

// Registered before the router's listener, so that it can stop the event.
addEventListener('popstate', (event) => {
  const left = leftBy(location.pathname);
  if (left === undefined || !staysFrom(location.pathname)) return;
  event.stopImmediatePropagation();
  history.pushState(null, '', left);
});

addEventListener('beforeunload', (event) => {
  if (unsaved.size > 0) event.preventDefault();
});

/** Forgets unsaved changes, once they are saved. */
export function letGo(): void {
  unsaved.clear();
}

/** Asks before the user leaves while something is unsaved. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const page = new URL(location.href);
    unsaved.add(page);
    return () => {
      unsaved.delete(page);
    };
  }, [isUnsaved]);
}
