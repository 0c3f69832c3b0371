import { Controller, Get, Post, Put, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { RepSightGuard } from '../../admin/people/rep-sight.guard.js';
import { AS_READ } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { readIfMatch } from '../../documents/if-match.js';
import { Replacement } from '../../documents/replacement.js';
import { CheckedBody, CheckedQuery, IdParam, IfMatchHeader } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { WaysService } from '../messages/ways.service.js';
import {
  NotificationPage,
  NotificationSchema,
  NotificationSettingsBody,
  NotificationSettingsSchema,
  NotificationsReadSchema,
  NotificationWaysSchema,
  ReadAllBody,
} from './notification.schema.js';
import { NotificationSettingsService } from './notification-settings.service.js';
import { NotificationsService } from './notifications.service.js';

@ApiTags('Inbox')
@Controller('v1')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly ways: WaysService,
  ) {}

  @Get('reps/:id/notifications')
  @Scopes('read', 'rep', 'manager')
  @Operation('listNotifications', 'List the notifications of a rep', { description: 'Newest first.' })
  @Answers(200, 'A page of notifications.', NotificationPage)
  list(@IdParam('rep') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.notifications.list(id, caller, page);
  }

  @Get('notifications/:id/ways')
  @Scopes('read', 'rep', 'manager')
  @Operation('getNotificationWays', 'List the ways in which a notification is delivered', {
    description: 'For each channel: what was or would be sent, or why nothing is sent.',
  })
  @Answers(200, 'The result for each channel, and the text of the message.', NotificationWaysSchema)
  waysOf(@IdParam('notification') id: string, @CalledBy() caller: Caller) {
    return this.ways.of(id, caller);
  }

  @Post('notifications/:id/read')
  @NoBody()
  @Scopes('rep', 'manager')
  @Operation('readNotification', 'Mark a notification as read', {
    description: 'Marking it again keeps the first time. The body may be left out.',
  })
  @Answers(200, 'The notification, with the time when it was read.', NotificationSchema)
  read(@IdParam('notification') id: string, @CalledBy() caller: Caller) {
    return this.notifications.markRead(id, caller);
  }

  @Post('reps/:id/notifications/read')
  @Scopes('rep', 'manager')
  @Operation('readNotifications', 'Mark the notifications of a rep as read', {
    description: 'Marks a notification and all older ones. Those already read keep the time when they were first read.',
  })
  @Answers(200, 'How many were marked.', NotificationsReadSchema)
  readAll(@IdParam('rep') id: string, @CheckedBody(ReadAllBody) { upTo }: ReadAllBody, @CalledBy() caller: Caller) {
    return this.notifications.markAllRead(id, upTo.toLowerCase(), caller);
  }
}

const REPLACEMENT = new Replacement<NotificationSettingsBody>(NotificationSettingsBody, NotificationSettingsSchema);

@ApiTags('People')
@Controller('v1/reps/:id/notification-settings')
@UseGuards(RepSightGuard)
export class NotificationSettingsController {
  constructor(private readonly settings: NotificationSettingsService) {}

  @Get()
  @Scopes('read', 'rep', 'manager')
  @Operation('getNotificationSettings', 'Get the notification settings of a rep')
  @Answers(200, 'Their own settings, or the defaults.', NotificationSettingsSchema, { tagged: true })
  get(@IdParam('rep') id: string) {
    return this.settings.get(id);
  }

  @Put()
  @Scopes('rep', 'manager')
  @Operation('replaceNotificationSettings', 'Replace the notification settings of a rep', { description: AS_READ })
  @Answers(200, 'The new document.', NotificationSettingsSchema, { tagged: true })
  put(
    @IdParam('rep') id: string,
    @CheckedBody(REPLACEMENT.schema) body: NotificationSettingsBody,
    @IfMatchHeader() ifMatch: string | undefined,
  ) {
    const taken = REPLACEMENT.take(body, { id: null, ifMatch: readIfMatch(ifMatch) });
    return this.settings.put(id, taken);
  }
}
