import type { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scopes } from '../../auth/auth.guard.js';
import { EventFeed, JsonSchema } from '../../events/event.schema.js';
import { eventView } from '../../events/event.view.js';
import { schemaOfTypes } from '../../events/event-schemas.js';
import { feedCursor, readFeedCursor, readSlices, readTypes, SLICE } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { CheckedQuery } from '../../platform/checked-input.js';
import { Answers, Operation } from '../../platform/operation.js';
import { EventHub } from './event-hub.service.js';
import { FeedQuery, SchemasQuery, StreamQuery } from './feed.dto.js';
import { STREAM_HEADERS, StreamConnections } from './stream-connections.service.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly ledger: LedgerStore,
    private readonly hub: EventHub,
    private readonly connections: StreamConnections,
  ) {}

  @Get()
  @Scopes('read', 'integration')
  @Operation('readEvents', 'Read the feed of events', {
    description:
      'Everything that happened, in the order in which it became final. Whoever goes on from `nextCursor` misses nothing and repeats nothing; `atEnd` says that there is no more by now, and `nextCursor` is where to go on later. Of what is seldom a page may hold less than there is: a million events are gone through for one.',
  })
  @Answers(200, 'A page of events.', EventFeed)
  async read(@CheckedQuery(FeedQuery) query: FeedQuery) {
    const { limit = 100 } = query;
    const types = readTypes(query.type);
    const between = { after: readFeedCursor(query.after), horizon: await this.ledger.readHorizon() };
    const { rows, next, atEnd } = await readSlices(between, limit, {
      // Where everything is asked for, nothing is gone through in vain.
      endOfSlice: async (left) => (types.length === 0 ? left.horizon : this.ledger.endOfSlice(left, SLICE)),
      read: (slice, most) => this.ledger.readFeed(slice, types, most),
    });
    return { data: rows.map(eventView), nextCursor: feedCursor(next), atEnd };
  }

  @Get('schemas')
  @Scopes('read', 'integration')
  @Operation('getEventSchemas', 'Read what events hold, as JSON Schema', {
    description:
      'One schema (2020-12) that every event of the types asked for fits. `$defs` has that of each type under its name, and under `webhook` that of what webhooks are sent. A later version may add types, and fields to a type; it takes none away.',
  })
  @Answers(200, 'The schema.', JsonSchema)
  schemas(@CheckedQuery(SchemasQuery) query: SchemasQuery) {
    return schemaOfTypes(readTypes(query.type));
  }

  @Get('stream')
  @Scopes('read', 'integration')
  @Operation('streamEvents', 'Listen to events as they happen', {
    description:
      'Server-sent events: the `id` of each is its cursor, its `event` the type, its `data` the event as the feed has it. Whoever comes back with `Last-Event-ID`, or `after`, misses nothing; without either it begins with what happens from now on. It begins with a `beat`, and every 15 seconds there is another. A later one has a cursor, too: who hears nothing else for days goes on from there. A listener that takes nothing of what waits for it from one beat to the next is cut off, and so is one whose key ends.',
  })
  @Answers(200, 'A stream that does not end.', undefined, { textTypes: ['text/event-stream'] })
  async stream(
    @CheckedQuery(StreamQuery) query: StreamQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { after, keyId, caller } = this.connections.open(request, query.after);
    const types = readTypes(query.type);
    const stream = await this.hub.listen(types, after, {
      keyId,
      mayStill: async () => (await caller()) !== null,
    });
    reply.headers(STREAM_HEADERS);
    return stream;
  }
}
