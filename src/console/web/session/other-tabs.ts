import { useEffect } from 'react';

/** Tabs of a browser share a session: whoever logs in or out in one does so in all of them. */
const NAME = 'touchline session';

/**
 * Tells other tabs who is logged in by now, and hears it from them.
 * @param id null for nobody, undefined while it is not known
 * @param onOther called where it is not who was known here
 */
export function useOtherTabs(id: string | null | undefined, onOther: () => void): void {
  useEffect(() => {
    if (id === undefined) return;
    const channel = new BroadcastChannel(NAME);
    channel.addEventListener('message', ({ data }: MessageEvent<string | null>) => data !== id && onOther());
    channel.postMessage(id);
    return () => channel.close();
  }, [id, onOther]);
}
