import type { Message } from './message.js';
import { openStream, type Stream } from './stream.js';

/*
 * One stream for all tabs: over HTTP/1.1 a site has six connections, so a seventh tab would not even load. A lock
 * elects the tab that listens, and a channel passes its messages on. Locks need a secure context; elsewhere each tab
 * listens for itself, and stops while it is hidden.
 */

interface Shared {
  /** Returns the present rows for a tab that opened later. */
  readonly snapshot: () => readonly Message[];
  readonly onMessage: (message: Message) => void;
  readonly onLive: (isLive: boolean) => void;
}

type Passed =
  | { readonly from: 'listening'; readonly messages: readonly Message[] }
  | { readonly from: 'listening'; readonly isLive: boolean }
  | { readonly from: 'late' };

/** Beats come every 15 seconds. A listening tab that passes none on is frozen, and another takes over. */
const FROZEN_MS = 40_000;
const HIDDEN_MS = 30_000;

/** @param path the same in all tabs of a user */
export function openSharedStream(path: string, shared: Shared): Stream {
  return navigator.locks === undefined ? openAlone(path, shared) : openTogether(path, shared);
}

function openTogether(path: string, { snapshot, onMessage, onLive }: Shared): Stream {
  const name = `touchline ${path}`;
  const channel = new BroadcastChannel(name);
  const closing = new AbortController();
  let stream: Stream | null = null;
  let heardAt = Date.now();

  channel.addEventListener('message', ({ data }: MessageEvent<Passed>) => {
    if (data.from === 'late') {
      if (stream !== null) channel.postMessage({ from: 'listening', messages: snapshot() } satisfies Passed);
      return;
    }
    heardAt = Date.now();
    if ('isLive' in data) return onLive(data.isLive);
    onLive(true);
    for (const message of data.messages) onMessage(message);
  });

  async function stand(steal: boolean): Promise<void> {
    const options = steal ? { steal } : { signal: closing.signal };
    const term = navigator.locks.request(name, options, async () => {
      if (closing.signal.aborted) return;
      stream = openStream(
        path,
        (message) => {
          onMessage(message);
          channel.postMessage({ from: 'listening', messages: [message] } satisfies Passed);
        },
        (isLive) => {
          onLive(isLive);
          if (!isLive) channel.postMessage({ from: 'listening', isLive } satisfies Passed);
        },
      );
      await new Promise((resolve) => closing.signal.addEventListener('abort', resolve));
    });
    // The term ends early if this tab is closed, or if it was frozen and lost the lock.
    await term.catch(() => undefined);
    stream?.close();
    stream = null;
    heardAt = Date.now();
    if (!closing.signal.aborted) await stand(false);
  }

  const watch = setInterval(() => {
    if (stream !== null || document.hidden || Date.now() - heardAt < FROZEN_MS) return;
    heardAt = Date.now();
    onLive(false);
    void stand(true);
  }, 5_000);
  void stand(false);
  channel.postMessage({ from: 'late' } satisfies Passed);
  return {
    close() {
      clearInterval(watch);
      closing.abort();
      channel.close();
    },
  };
}

function openAlone(path: string, { onMessage, onLive }: Shared): Stream {
  let stream: Stream | null = openStream(path, onMessage, onLive);
  let hiding: ReturnType<typeof setTimeout> | undefined;
  const mindVisibility = () => {
    clearTimeout(hiding);
    if (!document.hidden) stream ??= openStream(path, onMessage, onLive);
    else {
      hiding = setTimeout(() => {
        stream?.close();
        stream = null;
      }, HIDDEN_MS);
    }
  };
  document.addEventListener('visibilitychange', mindVisibility);
  return {
    close() {
      clearTimeout(hiding);
      document.removeEventListener('visibilitychange', mindVisibility);
      stream?.close();
    },
  };
}
