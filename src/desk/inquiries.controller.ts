import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { MergeBody } from '../leads/activity.dto.js';
import { LeadSchema } from '../leads/lead.schema.js';
import { MergingService } from '../lifecycle/arrivals/merging.service.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { InquiriesService } from './inquiries.service.js';
import { InquiriesQuery, InquiryPage } from './inquiry.schema.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads/:id')
export class InquiriesController {
  constructor(
    private readonly inquiries: InquiriesService,
    private readonly merging: MergingService,
    private readonly leads: LeadsService,
  ) {}

  @Get('inquiries')
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('listInquiries', 'List what the person has sent since', {
    description:
      'Forms that have joined the lead, and leads that were merged into it, each as it was sent. A key that may only send leads gets those that it sent itself.',
  })
  @Answers(200, 'A page of inquiries, oldest first unless asked otherwise.', InquiryPage)
  list(@IdParam('lead') id: string, @CheckedQuery(InquiriesQuery) query: InquiriesQuery, @CalledBy() caller: Caller) {
    return this.inquiries.list(id, query, caller);
  }

  @Post('merge')
  @Scopes('integration', 'rep', 'manager')
  @Operation('mergeLead', 'Merge a lead into another', {
    description:
      'For two leads of one person. This lead is closed as a duplicate (`suppress`, `duplicate`) and becomes an inquiry of the other, whose feedback knows its click ids from then on. Repeating it changes nothing.',
    refuses: ['not-mergeable', 'lead-state', 'lead-erased'],
  })
  @Answers(200, 'The lead that stays.', LeadSchema)
  async merge(@IdParam('lead') id: string, @CheckedBody(MergeBody) { into }: MergeBody, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.merging.merge(id, into, caller));
  }

  @Post('unmerge')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('unmergeLead', 'Take a merging back', {
    description:
      'The lead is open again as if it had not been merged: in its cycle, with what was owed and the time that was left, for its last owner, or for another if that one has left or is absent. Its disposition is reversed, and each lead has its own consent again. The body may be left out.',
    refuses: ['not-mergeable', 'lead-erased'],
  })
  @Answers(200, 'The lead that was merged, open again.', LeadSchema)
  async unmerge(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.merging.unmerge(id, caller));
  }
}
