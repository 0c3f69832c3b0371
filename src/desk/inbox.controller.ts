import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { LeadPage } from '../leads/lead.schema.js';
import { CheckedQuery, IdParam } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { PagedQuery } from '../platform/page.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Inbox')
@Controller('v1/reps/:id/inbox')
export class InboxController {
  constructor(private readonly leads: LeadsService) {}

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getInbox', 'Read the inbox of a rep', {
    description:
      'Open leads, most urgent first, each with its running clocks and the seconds left, and among them those that the rep may claim (`claimableUntil`).',
  })
  @Answers(200, 'A page of open leads.', LeadPage)
  read(@IdParam('rep') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.leads.inbox(id, caller, page);
  }
}
