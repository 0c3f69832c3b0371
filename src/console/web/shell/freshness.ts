import { useSyncExternalStore } from 'react';
import { serverTime } from '../live/server-time.js';

interface Freshness {
  readonly isLive: boolean;
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

let freshness: Freshness | null = null;
const listeners = new Set<() => void>();

/** Null if the page has no stream. */
export function useFreshness(): Freshness | null {
  return useSyncExternalStore(listen, () => freshness);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param isLive null once the stream is closed */
export function setLive(isLive: boolean | null): void {
  if (isLive === (freshness?.isLive ?? null)) return;
  freshness = isLive === null ? null : { isLive, asOf: serverTime.now() };
  for (const listener of listeners) listener();
}
