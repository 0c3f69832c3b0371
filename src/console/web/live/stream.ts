import { MESSAGE_NAMES, type Message, type MessageName } from './message.js';

/*
 * EventSource reconnects after a lost connection, but gives up after a response such as 502, and notices neither a dead
 * connection nor that the computer slept.
 */

/** Beats come every 15 seconds. */
const SILENT_MS = 40_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface Stream {
  close(): void;
}

/**
 * Opens a stream, and reconnects until it is closed.
 * @param path such as `/v1/reps/…/stream`
 * @param onMessage gets missed messages after a reconnect; may get a message twice
 * @param onLive whether messages arrive
 */
export function openStream(
  path: string,
  onMessage: (message: Message) => void,
  onLive: (isLive: boolean) => void,
): Stream {
  let source: EventSource | null = null;
  let lastId: string | null = null;
  let heardAt = Date.now();
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function connect(): void {
    source?.close();
    heardAt = Date.now();
    source = new EventSource(lastId === null ? path : `${path}?after=${encodeURIComponent(lastId)}`);
    for (const name of MESSAGE_NAMES) source.addEventListener(name, (event) => hear(name, event));
    source.addEventListener('error', () => {
      onLive(false);
      if (source?.readyState === EventSource.CLOSED) later();
    });
  }

  function hear(name: MessageName, { data, lastEventId }: MessageEvent<string>): void {
    heardAt = Date.now();
    failures = 0;
    if (lastEventId !== '') lastId = lastEventId;
    onLive(true);
    onMessage({ name, id: lastEventId, data: JSON.parse(data) });
  }

  function later(): void {
    clearTimeout(retry);
    // Jitter, so that not all clients reconnect at once after a restart.
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (0.5 + Math.random());
    failures += 1;
    retry = setTimeout(connect, pauseMs);
  }

  function reviveIfSilent(): void {
    if (Date.now() - heardAt < SILENT_MS) return;
    onLive(false);
    clearTimeout(retry);
    connect();
  }

  const watch = setInterval(reviveIfSilent, 5_000);
  const noteCut = () => onLive(false);
  addEventListener('online', reviveIfSilent);
  addEventListener('offline', noteCut);
  document.addEventListener('visibilitychange', reviveIfSilent);
  connect();
  return {
    close() {
      clearInterval(watch);
      clearTimeout(retry);
      removeEventListener('online', reviveIfSilent);
      removeEventListener('offline', noteCut);
      document.removeEventListener('visibilitychange', reviveIfSilent);
      source?.close();
    },
  };
}
