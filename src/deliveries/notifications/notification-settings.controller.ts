import { Controller, Get, Put, Res, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RepSightGuard } from '../../admin/people/rep-sight.guard.js';
import { AS_READ, tagged } from '../../admin/resource.controller.js';
import { Scopes } from '../../auth/auth.guard.js';
import { readIfMatch } from '../../documents/if-match.js';
import { Replacement } from '../../documents/replacement.js';
import { CheckedBody, IdParam, IfMatchHeader } from '../../platform/checked-input.js';
import { Answers, ETAG, Operation } from '../../platform/operation.js';
import { NotificationSettingsBody } from './notification-settings.dto.js';
import { NotificationSettingsSchema } from './notification-settings.schema.js';
import { NotificationSettingsService } from './notification-settings.service.js';

const REPLACEMENT = new Replacement<NotificationSettingsBody>(NotificationSettingsBody, NotificationSettingsSchema);

@ApiTags('People')
@Controller('v1/reps/:id/notification-settings')
@UseGuards(RepSightGuard)
export class NotificationSettingsController {
  constructor(private readonly settings: NotificationSettingsService) {}

  @Get()
  @Scopes('read', 'rep', 'manager')
  @Operation('getNotificationSettings', 'Get the notification settings of a rep')
  @Answers(200, 'Their own settings, or the defaults.', NotificationSettingsSchema, { headers: ETAG })
  async get(@IdParam('rep') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, await this.settings.get(id));
  }

  @Put()
  @Scopes('rep', 'manager')
  @Operation('replaceNotificationSettings', 'Replace the notification settings of a rep', { description: AS_READ })
  @Answers(200, 'The new document.', NotificationSettingsSchema, { headers: ETAG })
  async put(
    @IdParam('rep') id: string,
    @CheckedBody(REPLACEMENT.schema) body: NotificationSettingsBody,
    @IfMatchHeader() ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return tagged(reply, await this.settings.put(id, taken));
  }
}
