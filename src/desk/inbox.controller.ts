import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { InboxPage } from '../leads/lead.schema.js';
import { NoOwnInboxError } from '../people/rep.errors.js';
import { CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Inbox')
@Controller('v1')
export class InboxController {
  constructor(private readonly leads: LeadsService) {}

  @Get('reps/:id/inbox')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getInbox', 'Read the inbox of a rep', {
    description:
      'Open leads, most urgent first, each with its running clocks and the seconds left, and among them those that the rep may claim (`claimableUntil`).',
  })
  @Answers(200, 'A page of open leads.', InboxPage)
  read(@IdParam('rep') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.leads.inbox(id, caller, page);
  }

  @Get('me/inbox')
  @Scopes('rep', 'manager')
  @Operation('getOwnInbox', 'Read one’s own inbox', {
    description: 'That of the rep of the key or session, as by `GET /v1/reps/{id}/inbox`.',
    refuses: ['not-found'],
  })
  @Answers(200, 'A page of open leads.', InboxPage)
  readOwn(@CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    if (caller.repId === null) throw new NoOwnInboxError('/v1/reps/{id}/inbox');
    return this.leads.inbox(caller.repId, caller, page);
  }
}
