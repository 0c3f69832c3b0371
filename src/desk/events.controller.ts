import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { EventFeed } from '../events/event.schema.js';
import { eventView } from '../events/event.view.js';
import { feedCursor, readFeedCursor, readSlices, readTypes, SLICE } from '../events/feed.js';
import { LedgerStore } from '../events/ledger.store.js';
import { CheckedQuery } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { FeedQuery } from './feed.dto.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(private readonly ledger: LedgerStore) {}

  @Get()
  @Scopes('read', 'integration')
  @Operation('readEvents', 'Read the feed of events', {
    description:
      'Everything that happened, in the order in which it became final. Whoever goes on from `nextCursor` misses nothing and repeats nothing; at the end `data` is empty and `nextCursor` is where to go on. Of what is seldom a page may hold less than there is: a million events are gone through for one.',
  })
  @Answers(200, 'A page of events.', EventFeed)
  async read(@CheckedQuery(FeedQuery) query: FeedQuery) {
    const { limit = 100 } = query;
    const types = readTypes(query.type);
    const between = { after: readFeedCursor(query.after), horizon: await this.ledger.readHorizon() };
    const { rows, next } = await readSlices(between, limit, {
      // Where everything is asked for, nothing is gone through in vain.
      endOfSlice: async (left) => (types.length === 0 ? left.horizon : this.ledger.endOfSlice(left, SLICE)),
      read: (slice, most) => this.ledger.readFeed(slice, types, most),
    });
    return { data: rows.map(eventView), nextCursor: feedCursor(next) };
  }
}
