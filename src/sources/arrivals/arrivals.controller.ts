import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import {
  ArrivalPage,
  ArrivalQuery,
  ReplayedSchema,
  TriedSchema,
  TryBody,
  WholeArrivalSchema,
} from './arrivals.schema.js';
import { ArrivalsReading } from './arrivals-reading.service.js';
import { Replaying } from './replaying.service.js';

@ApiTags('Connections')
@Controller('v1/inbound')
export class ArrivalsController {
  constructor(
    private readonly reading: ArrivalsReading,
    private readonly replaying: Replaying,
  ) {}

  @Get('arrivals')
  @Scopes('read', 'integration')
  @Operation('listArrivals', 'List what arrived at connections', {
    description: 'Of the last 30 days, newest first, without what was sent.',
  })
  @Answers(200, 'A page.', ArrivalPage)
  list(@CheckedQuery(ArrivalQuery) query: ArrivalQuery) {
    return this.reading.list(query);
  }

  @Get('arrivals/:id')
  @Scopes()
  @Operation('getArrival', 'Get what arrived, as it came', {
    description: 'For people who mend a connection: it holds whatever somebody typed.',
  })
  @Answers(200, 'The submission.', WholeArrivalSchema)
  get(@IdParam('arrival') id: string) {
    return this.reading.get(id);
  }

  @Post('arrivals/:id/replay')
  @NoBody()
  @Scopes()
  @Operation('replayArrival', 'Take in what was rejected, or waits', {
    description:
      'It is read by the connection as it is now, and its proof is not asked for again. What has become a lead stays one.',
    refuses: ['already-taken', 'arrival-erased'],
  })
  @Answers(200, 'What became of it.', ReplayedSchema)
  replay(@IdParam('arrival') id: string) {
    return this.replaying.replay(id);
  }

  @Post(':id/try')
  @Scopes('read', 'integration')
  @NoIdempotency()
  @Operation('tryConnection', 'Preview the lead that something would be', {
    description: 'Nothing is stored. `map` tries another one than the saved one, which only an admin may.',
  })
  @Answers(200, 'The lead.', TriedSchema)
  try(
    @IdParam('inbound') id: string,
    @CheckedBody(TryBody, { rawText: true }) body: TryBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.try(id, body, caller);
  }
}
