import { Injectable } from '@nestjs/common';
import { eventView } from '../../events/event.view.js';
import {
  type FeedPosition,
  feedCursor,
  readFeedCursor,
  readSlices,
  readTypes,
  SCAN_MS,
  SLICE,
} from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { fault } from '../../platform/input/fault.js';
import { refuse } from '../../platform/input/refusal.js';
import type { FeedQuery } from './feed.dto.js';

const NOW = 'now';

/** Reads the feed of events: forwards for programs, backwards for people. */
@Injectable()
export class FeedReading {
  constructor(private readonly ledger: LedgerStore) {}

  async read(query: FeedQuery) {
    refuseContradictions(query);
    const { limit = 100, before } = query;
    const types = readTypes(query.type);
    const horizon = await this.ledger.readHorizon();
    if (before !== undefined) return this.readBack(query, types, horizon);
    const between = { after: readFeedCursor(query.after), horizon };
    const endsMs = performance.now() + SCAN_MS;
    const { rows, next, atEnd } = await readSlices(between, limit, {
      mayGoOn: () => performance.now() < endsMs,
      // Without a filter, no event is read in vain, so no limit is needed.
      endOfSlice: async (left) => (types.length === 0 ? left.horizon : this.ledger.endOfSlice(left, SLICE)),
      read: (slice, most) => this.ledger.readFeed(slice, types, most),
    });
    return { data: rows.map(eventView), nextCursor: feedCursor(next), atEnd };
  }

  private async readBack(
    { before, subjectId, limit = 100 }: FeedQuery,
    types: readonly string[],
    horizon: FeedPosition,
  ) {
    const isNow = before === NOW;
    const place = isNow ? horizon : readFeedCursor(before, '/before');
    const rows = await this.ledger.readBefore(place, { types, subjectId: subjectId ?? null }, limit);
    return { data: rows.map(eventView), nextCursor: feedCursor(rows.at(-1) ?? place), atEnd: isNow };
  }
}

function refuseContradictions({ after, before, subjectId }: FeedQuery): void {
  const wrong = (pointer: string, message: string) => [fault(pointer, 'contradiction', message)];
  refuse(
    after !== undefined && before !== undefined && wrong('/before', 'Expected `after` or `before`, not both.'),
    subjectId !== undefined && before === undefined && wrong('/subjectId', 'Expected `before` with it.'),
  );
}
