import type { Readable } from 'node:stream';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Scopes } from '../auth/auth.guard.js';
import { STREAM_HEADERS, StreamConnections } from '../deliveries/streams/stream-connections.service.js';
import { IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { ImportStreams } from './import-streams.service.js';

@ApiTags('Imports')
@Controller('v1/imports')
export class ImportStreamController {
  constructor(
    private readonly streams: ImportStreams,
    private readonly connections: StreamConnections,
  ) {}

  @Get(':id/stream')
  @Scopes('read', 'integration')
  @Operation('streamImport', 'Listen to an import', {
    description:
      'Server-sent events, each with JSON as its `data`. `import`: the import as `GET` returns it, first of all and whenever it has changed, at most once a second. `beat { serverTime }`: at first, and every 15 seconds. The stream ends once the import is over: then do not connect again. Whoever reads nothing from one beat to the next but one is disconnected, and so is one whose key ends, within two seconds.',
  })
  @Answers(200, 'A stream that ends with the import.', undefined, { textTypes: ['text/event-stream'] })
  async stream(
    @IdParam('import') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const stream = await this.streams.listen(id, this.connections.open(request, undefined));
    reply.headers(STREAM_HEADERS);
    return stream;
  }
}
