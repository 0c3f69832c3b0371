import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { CheckedBody } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { PreviewBody, RoutingPreviewSchema } from './routing-preview.schema.js';
import { PreviewService } from './routing-preview.service.js';

@ApiTags('Routing')
@Controller('v1/routing')
export class RoutingPreviewController {
  constructor(private readonly previews: PreviewService) {}

  @Post('preview')
  @HttpCode(200)
  @Scopes('read', 'integration')
  @Operation('previewRouting', 'Preview who would get a lead', {
    description: 'Decided by the same code as a real lead, with the saved rules or a draft. Nothing is saved.',
  })
  @Answers(200, 'Who would get it, and why.', RoutingPreviewSchema)
  preview(@CheckedBody(PreviewBody) body: PreviewBody) {
    return this.previews.preview(body);
  }
}
