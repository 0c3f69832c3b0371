import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { DestinationSchema } from './destination.schema.js';
import { DestinationTestService } from './destination-test.service.js';
import {
  DestinationPreviewBody,
  HealthSchema,
  PreviewSchema,
  StopBody,
  TestBody,
  TestSchema,
} from './destination-tools.schema.js';
import { DestinationToolsService } from './destination-tools.service.js';

@ApiTags('Feedback')
@Controller('v1/feedback/destinations/:id')
export class DestinationToolsController {
  constructor(
    private readonly tools: DestinationToolsService,
    private readonly tests: DestinationTestService,
  ) {}

  @Post('preview')
  @Scopes('read', 'feedback')
  @Operation('previewFeedback', 'Preview what a destination would be sent about a lead', {
    description: 'Uses the same code as real feedback, from the beginning of the lead. Nothing is saved or sent.',
  })
  @Answers(200, 'What would be sent, and what would not and why.', PreviewSchema)
  async preview(
    @IdParam('destination') id: string,
    @CheckedBody(DestinationPreviewBody) { leadId }: DestinationPreviewBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.tools.preview(id, leadId.toLowerCase());
    reply.type('application/json; charset=utf-8');
    return text;
  }

  @Post('test')
  @Scopes()
  @Operation('testFeedback', 'Test a feedback destination with a made-up conversion', {
    description:
      'Posts a made-up conversion that counts nowhere, with the credentials of the destination: Google only validates it, Meta and TikTok show it under `testEventCode`. If there is no such mode, no code or no credentials, nothing is posted and the request is answered for you to post. It then counts, unless Google only validates it or it has a code. The body may be left out.',
  })
  @Answers(200, 'The platform’s answer, or why nothing was posted.', TestSchema)
  async test(
    @IdParam('destination') id: string,
    @CheckedBody(TestBody, { mayBeAbsent: true }) { testEventCode }: TestBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.tests.test(id, testEventCode ?? null);
    reply.type('application/json; charset=utf-8');
    return text;
  }

  @Get('health')
  @Scopes('read', 'feedback')
  @Operation('getFeedbackHealth', 'Get the health of a feedback destination', {
    description: 'Does not count items that were planned in the mode `shadow`; the list of items has them.',
  })
  @Answers(200, 'Its figures.', HealthSchema)
  health(@IdParam('destination') id: string) {
    return this.tools.readHealth(id);
  }

  @Post('stop')
  @Scopes()
  @Operation('stopFeedback', 'Stop a feedback destination', {
    description:
      'Stops sending. Events are still planned, and what has a window may expire. Stopping it again replaces the reason and keeps `stopped.at`.',
  })
  @Answers(200, 'The destination.', DestinationSchema, { tagged: true })
  stop(@IdParam('destination') id: string, @CheckedBody(StopBody) { reason }: StopBody, @CalledBy() caller: Caller) {
    return this.tools.stop(id, reason, caller);
  }

  @Post('resume')
  @NoBody()
  @Scopes()
  @Operation('resumeFeedback', 'Resume a feedback destination', {
    description:
      'Resumes sending. If it was stopped because of too many retractions, all that were due by then are released. The body may be left out.',
  })
  @Answers(200, 'The destination.', DestinationSchema, { tagged: true })
  resume(@IdParam('destination') id: string, @CalledBy() caller: Caller) {
    return this.tools.resume(id, caller);
  }
}
