import type { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scopes } from '../../auth/auth.guard.js';
import { EventFeed, JsonSchema } from '../../events/event.schema.js';
import { schemaOfTypes } from '../../events/event-schemas.js';
import { readTypes } from '../../events/feed.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { EventHub } from './event-hub.service.js';
import { FeedQuery, SchemasQuery, StreamQuery } from './feed.dto.js';
import { FeedReading } from './feed-reading.service.js';
import { STREAM_HEADERS, StreamConnections } from './stream-connections.service.js';

@ApiTags('Events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly feed: FeedReading,
    private readonly hub: EventHub,
    private readonly connections: StreamConnections,
  ) {}

  @Get()
  @Scopes('read', 'integration')
  @Operation('readEvents', 'Read the feed of events', {
    description:
      'All events, those of each subject in the order of `subject.seq`. Continue from `nextCursor` to miss nothing and repeat nothing; `atEnd` means that there are no more for now. A page of rare types may be short or empty before the end, because events are read for it for a second at most. With `before` the page before a place instead, for people who look at what happened last.',
  })
  @Answers(200, 'A page of events.', EventFeed)
  read(@CheckedQuery(FeedQuery) query: FeedQuery) {
    return this.feed.read(query);
  }

  @Get('schemas')
  @Scopes('read', 'integration')
  @Operation('getEventSchemas', 'Get the JSON Schema of events', {
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
      'Server-sent events: `id` is the cursor, `event` the type, `data` the event as in the feed. Reconnect with `Last-Event-ID` or `after` to miss nothing; without either, the stream begins now. It begins with a `beat`, and sends another every 15 seconds with a cursor, from which you can continue after days without events. A listener that reads nothing from one beat to the next is disconnected, and so is one whose key ends, within a second.',
  })
  @Answers(200, 'A stream that does not end.', undefined, { textTypes: ['text/event-stream'] })
  async stream(
    @CheckedQuery(StreamQuery) query: StreamQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const { after, of, caller } = this.connections.open(request, query.after);
    const types = readTypes(query.type);
    const stream = await this.hub.listen(types, after, { of, mayStill: async () => (await caller()) !== null });
    reply.headers(STREAM_HEADERS);
    return stream;
  }
}
