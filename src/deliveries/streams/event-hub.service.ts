import type { Readable } from 'node:stream';
import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import { type FeedPosition, feedCursor } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { serverSent } from '../../platform/http/page.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { LedgerHub, type LedgerStretch } from './ledger-hub.service.js';
import { EventListener, type ListenerOf } from './listener.js';

@Injectable()
export class EventHub extends LedgerHub<EventListener> implements BeforeApplicationShutdown {
  constructor(ledger: LedgerStore, time: TimeSource) {
    super(ledger, time);
  }

  /**
   * @param types names of types or groups; empty for all
   * @param after the position to resume from; null starts now
   * @param mayStill checked at every beat: a stream ends with the key that opened it
   */
  async listen(
    types: readonly string[],
    after: FeedPosition | null,
    { of, mayStill }: { readonly of: ListenerOf; readonly mayStill: () => Promise<boolean> },
  ): Promise<Readable> {
    const listener = await this.admit(
      of.keyId,
      async () => new EventListener(types, after ?? (await this.ledger.readHorizon()), of),
    );
    this.add(listener, mayStill);
    return listener.stream;
  }

  protected async render({ rows }: LedgerStretch): Promise<(listener: EventListener) => string[]> {
    const texts = new Map<LedgerRow, string>();
    const textFor = (row: LedgerRow): string => {
      const text = texts.get(row) ?? textOf(row);
      texts.set(row, text);
      return text;
    };
    return (listener) => rows.filter((row) => listener.wants(row)).map(textFor);
  }
}

function textOf(row: LedgerRow): string {
  return serverSent({ id: feedCursor(row), event: row.type, data: JSON.stringify(eventView(row)) });
}
