import { useSyncExternalStore } from 'react';

/** Whether what is shown follows what happens; else since when it does not. */
interface Freshness {
  readonly isLive: boolean;
  /** Time of day. */
  readonly asOf: string;
}

let freshness: Freshness | null = null;
const listeners = new Set<() => void>();

/** Null where no screen follows anything. */
export function useFreshness(): Freshness | null {
  return useSyncExternalStore(listen, () => freshness);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param isLive null where nothing is followed any more */
export function setLive(isLive: boolean | null): void {
  if (isLive === (freshness?.isLive ?? null)) return;
  const asOf = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  freshness = isLive === null ? null : { isLive, asOf };
  for (const listener of listeners) listener();
}
