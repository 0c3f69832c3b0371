import { useSyncExternalStore } from 'react';
import { serverTime } from '../live/server-time.js';

/** More often than once a minute, because computers sleep and clocks are adjusted. */
const LOOK_MS = 5_000;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, LOOK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Returns the server's time in minutes since 1970, and re-renders with each. */
export function useMinute(): number {
  return useSyncExternalStore(listen, () => Math.floor(serverTime.now() / 60_000));
}
