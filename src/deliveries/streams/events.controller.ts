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
      'All events, in the order in which they became final. Continue from `nextCursor` to miss nothing and repeat nothing; `atEnd` means that there are no more for now. A page of rare types may be short, because at most a million events are read for it.',
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
      'A JSON Schema (2020-12) that every event of the given types matches. `$defs` has the schema of each type by name, and that of webhook requests under `webhook`. Later versions may add types, and fields to types, but remove none.',
  })
  @Answers(200, 'The schema.', JsonSchema)
  schemas(@CheckedQuery(SchemasQuery) query: SchemasQuery) {
    return schemaOfTypes(readTypes(query.type));
  }

  @Get('stream')
  @Scopes('read', 'integration')
  @Operation('streamEvents', 'Listen to events as they happen', {
    description:
      'Server-sent events: `id` is the cursor, `event` the type, `data` the event as in the feed. Reconnect with `Last-Event-ID` or `after` to miss nothing; without either, the stream begins now. It begins with a `beat`, and sends another every 15 seconds with a cursor, from which you can continue after days without events. A listener that reads nothing from one beat to the next is disconnected, and so is one whose key ends.',
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
