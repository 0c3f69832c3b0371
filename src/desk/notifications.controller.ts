import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { Answers, CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { PageQuery } from '../platform/page.js';
import { NotificationPage, NotificationSchema } from './notification.schema.js';
import { NotificationsService } from './notifications.service.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;

/** There is nothing to say but that it is read. */
const ReadBody = Type.Object({}, { additionalProperties: false });

@ApiTags('Notifications')
@Controller('v1')
export class NotificationsController {
  constructor(private readonly notifications: NotificationsService) {}

  @Get('reps/:id/notifications')
  @Scopes('read', 'rep', 'manager')
  @Answers(200, 'What a rep was told, newest first, each with one plain sentence', NotificationPage)
  list(@IdParam('rep') id: string, @CheckedQuery(ListQuery) page: ListQuery, @CalledBy() caller: Caller) {
    return this.notifications.list(id, caller, page);
  }

  @Post('notifications/:id/read')
  @HttpCode(200)
  @Scopes('rep', 'manager')
  @Answers(200, 'The notification, with the moment at which it was read', NotificationSchema)
  read(
    @IdParam('notification') id: string,
    @CheckedBody(ReadBody, { mayBeAbsent: true }) _: unknown,
    @CalledBy() caller: Caller,
  ) {
    return this.notifications.markRead(id, caller);
  }
}
