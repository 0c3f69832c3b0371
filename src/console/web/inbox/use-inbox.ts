import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Schemas } from '../api/api.js';
import { nameOf } from '../leads/person.js';
import type { Message } from '../live/message.js';
import { serverTime } from '../live/server-time.js';
import { openSharedStream } from '../live/shared-stream.js';
import { useNotices } from '../parts/notices.js';
import { ME } from '../session/me.js';
import { setLive } from '../shell/freshness.js';
import { InboxStore } from './store.js';

/** The inbox store of a rep, fed by the stream; empty for users who are none. */
export function useInboxStore(repId: string | null): InboxStore {
  const { say } = useNotices();
  const queries = useQueryClient();
  const store = useMemo(() => new InboxStore(requestAnimationFrame.bind(window)), []);
  useEffect(() => {
    if (repId === null) return;
    const stream = openSharedStream(`/v1/reps/${repId}/stream`, {
      snapshot: () => store.snapshot(),
      onMessage: (message: Message) => {
        // Leads that left by the user's own action are hidden already, so they cause no notice.
        const left = message.name === 'inbox.gone' ? store.lead(message.data.leadId) : null;
        if (left !== null && message.data.reason !== null) say({ text: `${nameOf(left)}: ${message.data.reason}` });
        store.take(message);
        if (message.name === 'beat' && message.data.serverTime !== undefined) serverTime.read(message.data.serverTime);
      },
      onLive: (isLive) => {
        setLive(isLive);
        // The stream may have been cut because the session is over.
        if (!isLive) void queries.invalidateQueries({ queryKey: ME });
      },
    });
    return () => {
      stream.close();
      setLive(null);
    };
  }, [repId, store, say, queries]);
  return store;
}

export function useIds(store: InboxStore): readonly string[] {
  return useSyncExternalStore(store.onList, store.ids);
}

export function useIsLoaded(store: InboxStore): boolean {
  return useSyncExternalStore(store.onList, store.isLoaded);
}

/** Subscribes to one row only. */
export function useRow(store: InboxStore, id: string): Schemas['Lead'] | null {
  const listen = useMemo(() => (listener: () => void) => store.onRow(id, listener), [store, id]);
  return useSyncExternalStore(listen, () => store.lead(id));
}

/** Reads a lead of the inbox again as soon as it changes there. */
export function useLeadAnew(store: InboxStore, id: string): void {
  const queries = useQueryClient();
  useEffect(() => {
    let before = store.lead(id);
    return store.onRow(id, () => {
      const now = store.lead(id);
      const read = queries.getQueryData<Schemas['Lead']>(['lead', id]);
      // The first row usually is what the page has just read.
      if (before !== null || now?.updatedAt !== read?.updatedAt)
        void queries.invalidateQueries({ queryKey: ['lead', id] });
      before = now;
    });
  }, [store, id, queries]);
}
