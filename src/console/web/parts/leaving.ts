import { useEffect } from 'react';
import type { AroundNavHandler } from 'wouter';

const QUESTION = 'Leave without saving? What you changed is lost.';

/** The page whose changes are not saved yet; null while all are. */
let unsaved: URL | null = null;

const staysFrom = (pathname: string) => unsaved !== null && pathname !== unsaved.pathname && !window.confirm(QUESTION);

/** Asks before a link leads away from what is not saved. */
export const askBeforeLeaving: AroundNavHandler = (navigate, to, options) => {
  if (!staysFrom(new URL(to, location.href).pathname)) navigate(to, options);
};

// Listeners of a window are called in the order in which they came: this one has to hear of it before the router does.
addEventListener('popstate', (event) => {
  if (!staysFrom(location.pathname)) return;
  event.stopImmediatePropagation();
  history.pushState(null, '', unsaved);
});

addEventListener('beforeunload', (event) => {
  if (unsaved !== null) event.preventDefault();
});

/** What was not saved is by now. */
export function letGo(): void {
  unsaved = null;
}

/** Asks before somebody leaves, by whichever way, while something is not saved. */
export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (isUnsaved) unsaved = new URL(location.href);
    return letGo;
  }, [isUnsaved]);
}
