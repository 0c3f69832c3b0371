import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { JobSchema } from '../admin/jobs/job.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { ReplayBody } from './replay/replay.schema.js';
import { ReplaysService } from './replay/replays.service.js';
import { RoutingPreviewBody, RoutingPreviewSchema } from './routing-preview.schema.js';
import { PreviewService } from './routing-preview.service.js';

@ApiTags('Routing')
@Controller('v1/routing')
export class RoutingPreviewController {
  constructor(
    private readonly previews: PreviewService,
    private readonly replays: ReplaysService,
  ) {}

  @Post('preview')
  @Scopes('read', 'integration')
  @Operation('previewRouting', 'Preview who would get a lead', {
    description: 'Decided by the same code as a real lead, with the saved rules or a draft. Nothing is saved.',
  })
  @Answers(200, 'Who would get it, and why.', RoutingPreviewSchema)
  preview(@CheckedBody(RoutingPreviewBody) body: RoutingPreviewBody) {
    return this.previews.preview(body);
  }

  @Post('replay')
  @Scopes('read')
  @Operation('replayRouting', 'Deal past leads once more', {
    description:
      'Starts a job (`GET /v1/jobs/{id}`) that deals the leads of a span of at most 400 days once more, under draft rules and pools, with the same code that deals them. It reports who would have got how many leads, which rules no lead matches, and which leads would have waited, next to what really happened, and explains the first leads that would have gone to somebody else. Without a draft, and if the configuration did not change in the span, the result is what really happened, for each lead. Who was at work is known from the snapshots of the decisions of that time, and for other reps from the calendars and absences known now; the replay itself fills capacities and builds standings. What people did happens as it did: touches, closings, claims, moves by hand; a lead also moves because of a miss when it really did. Leads are matched with their present data, accounts and lists. Only the job is saved.',
  })
  @Answers(202, 'The job.', JobSchema)
  replay(@CheckedBody(ReplayBody) body: ReplayBody, @CalledBy() caller: Caller) {
    return this.replays.begin(body, caller);
  }
}
