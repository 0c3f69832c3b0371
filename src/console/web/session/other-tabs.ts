import { useEffect } from 'react';

/** Tabs of a browser share a session, so a login or logout in one affects all. */
const NAME = 'touchline session';

/**
 * @param id of the user; null if no one is logged in, undefined while it is unknown
 * @param onOther called if another tab has a different user
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
