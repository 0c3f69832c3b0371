import { useEffect } from 'react';
import type { AroundNavHandler } from 'wouter';

const QUESTION = 'Leave without saving? What you changed is lost.';

/** The pages whose changes are not saved yet, one for each thing that holds some. */
const unsaved = new Set<URL>();

const leftBy = (pathname: string) => [...unsaved].find((page) => page.pathname !== pathname);
const staysFrom = (pathname: string) => leftBy(pathname) !== undefined && !window.confirm(QUESTION);

/** Asks before a link leads away from what is not saved. */
export const askBeforeLeaving: AroundNavHandler = (navigate, to, options) => {
  if (!staysFrom(new URL(to, location.href).pathname)) navigate(to, options);
};

// Listeners of a window are called in the order in which they came: this one has to hear of it before the router does.
addEventListener('popstate', (event) => {
  const left = leftBy(location.pathname);
  if (left === undefined || !staysFrom(location.pathname)) return;
  event.stopImmediatePropagation();
  history.pushState(null, '', left);
});

addEventListener('beforeunload', (event) => {
  if (unsaved.size > 0) event.preventDefault();
});

/** What was not saved is by now. */
export function letGo(): void {
  unsaved.clear();
}

/** Asks before somebody leaves, by whichever way, while something is not saved. */
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
