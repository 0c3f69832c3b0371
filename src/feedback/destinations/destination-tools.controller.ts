import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { tagged } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/checked-input.js';
import { NothingMore } from '../../platform/nothing-more.dto.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { DestinationSchema } from './destination.schema.js';
import { DestinationTestService } from './destination-test.service.js';
import {
  HealthSchema,
  PreviewBody,
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
  @HttpCode(200)
  @Scopes('read', 'feedback')
  @Operation('previewFeedback', 'See what a destination would be told of a lead', {
    description: 'By the functions that tell, from the beginning of the lead on. Nothing is kept, and nothing is sent.',
  })
  @Answers(200, 'What would be told, and what not and why.', PreviewSchema)
  async preview(
    @IdParam('destination') id: string,
    @CheckedBody(PreviewBody) { leadId }: PreviewBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.tools.preview(id, leadId.toLowerCase());
    reply.type('application/json; charset=utf-8');
    return text;
  }

  @Post('test')
  @HttpCode(200)
  @Scopes()
  @Operation('testFeedback', 'Test a feedback destination with a made-up conversion', {
    description:
      'It is posted so that it counts nowhere, by the credentials of the destination: Google is asked to validate it alone, Meta and TikTok show it under `testEventCode`. Where there is no such mode, no code or no credentials, nothing is posted, and the request is ready to be posted by hand: then it counts, but for one that Google is to validate alone or that has a code. The body may be left out.',
  })
  @Answers(200, 'What the platform said, or why it was not asked.', TestSchema)
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
    description: 'What was worked out in the mode `shadow` is not in it: it is among the items.',
  })
  @Answers(200, 'Its numbers.', HealthSchema)
  health(@IdParam('destination') id: string) {
    return this.tools.readHealth(id);
  }

  @Post('stop')
  @HttpCode(200)
  @Scopes()
  @Operation('stopFeedback', 'Stop a feedback destination', {
    description:
      'What happens to leads is still planned, and what can be told for a time alone may expire. Said again, the newer reason stands; `stopped.at` stays.',
  })
  @Answers(200, 'The destination.', DestinationSchema, { headers: ETAG })
  async stop(
    @IdParam('destination') id: string,
    @CheckedBody(StopBody) { reason }: StopBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, await this.tools.stop(id, reason, caller));
  }

  @Post('resume')
  @HttpCode(200)
  @Scopes()
  @Operation('resumeFeedback', 'Resume a feedback destination', {
    description:
      'Where it was stopped because too much would have been taken back, all of it that was due by then leaves. The body may be left out.',
  })
  @Answers(200, 'The destination.', DestinationSchema, { headers: ETAG })
  async resume(
    @IdParam('destination') id: string,
    @CheckedBody(NothingMore, { mayBeAbsent: true }) _body: object,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, await this.tools.resume(id, caller));
  }
}
