import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { preferredType } from '../platform/http/accept.js';
import { CheckedQuery } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { DispositionFeed, DispositionQuery } from './disposition-export.schema.js';
import { DispositionsService } from './dispositions.service.js';

const JSON_TYPE = 'application/json';
const CSV = 'text/csv';
/** The first line holds the names of the columns (RFC 4180). */
const CSV_WITH_HEADER = `${CSV}; header=present` as const;
const NDJSON = 'application/x-ndjson';

const FORMED = {
  Vary: { description: 'The format depends on `Accept`.', schema: { type: 'string', enum: ['accept'] } },
};

@ApiTags('Dispositions')
@Controller('v1/dispositions')
export class DispositionsController {
  constructor(private readonly dispositions: DispositionsService) {}

  @Get()
  @Scopes('read', 'feedback')
  @Operation('exportDispositions', 'Export what became of leads', {
    description:
      "`Accept` chooses the form. JSON comes in pages, and `nextCursor` continues where the last page ended, even days later. `text/csv` (RFC 4180 with a header row; a leading `'` neutralises formulas) and `application/x-ndjson` stream all rows. The rows of a lead come in the order in which they were decided.",
  })
  @Answers(200, 'Rows, oldest decision first.', DispositionFeed, { textTypes: [CSV, NDJSON], headers: FORMED })
  read(
    @CheckedQuery(DispositionQuery) query: DispositionQuery,
    @CalledBy() caller: Caller,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    reply.header('vary', 'accept');
    switch (preferredType(accept, [JSON_TYPE, CSV_WITH_HEADER, NDJSON])) {
      case CSV_WITH_HEADER:
        reply.type(`${CSV}; charset=utf-8; header=present`);
        reply.header('content-disposition', 'attachment; filename="dispositions.csv"');
        return this.dispositions.csv(query, caller.keyId);
      case NDJSON:
        reply.type(NDJSON);
        return this.dispositions.ndjson(query, caller.keyId);
      default:
        return this.dispositions.page(query);
    }
  }
}
