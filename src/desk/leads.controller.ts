import { Controller, Get, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RoutingHistory } from '../admin/routing/routing.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import {
  BatchBody,
  DocumentedBatch,
  IntakeQuery,
  LeadBody,
  LeadListQuery,
  LeadPatch,
  SentLead,
} from '../leads/lead.dto.js';
import { BatchResults, ExistingLeadSchema, LeadSchema, LeadsSchema } from '../leads/lead.schema.js';
import { TimelinePage, TouchPage } from '../leads/touch.schema.js';
import { AmendmentService } from '../lifecycle/arrivals/amendment.service.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadListsService } from './lead-lists.service.js';
import { LeadsService } from './leads.service.js';

@ApiTags('Leads')
@Controller('v1/leads')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly lists: LeadListsService,
    private readonly history: LeadHistoryService,
    private readonly amendments: AmendmentService,
  ) {}

  @Post()
  @Scopes('intake', 'integration', 'rep', 'manager')
  @Operation('createLead', 'Take in a lead', {
    description:
      'Records and routes the lead and starts its clocks in one step. The answer names the owner and the running clocks. A `source` and an `externalId` together identify one lead: sending it again changes nothing. Reps and managers add by hand, and may name as `owner` themselves or a rep whom they manage; if somebody has a lead of the person, it joins that one as its source says.',
    refuses: ['lead-erased'],
  })
  @Answers(201, 'The new lead, owned or in the queue, with its clocks running.', LeadSchema)
  @Answers(
    200,
    'The lead that already existed, unchanged. If the form joined a lead of the same person, as its source allows (`duplicates`): that lead, with `joined` and `inquiryId`. A key that may not see the lead gets only its id and status.',
    ExistingLeadSchema,
  )
  async create(
    @CheckedBody(SentLead, { rawText: true, documented: LeadBody }) sent: unknown,
    @CheckedQuery(IntakeQuery) { unknown }: IntakeQuery,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { view, isNew } = await this.leads.create(sent, unknown, caller);
    reply.status(isNew ? 201 : 200);
    return view;
  }

  @Post('batch')
  @Scopes('intake', 'integration')
  @Operation('createLeads', 'Take in up to 1,000 leads', {
    description: 'Takes or refuses each lead on its own, as `POST /v1/leads` would, in order.',
  })
  @Answers(200, 'The result for each lead, in order.', BatchResults)
  createMany(
    @CheckedBody(BatchBody, { rawText: true, documented: DocumentedBatch }) body: BatchBody,
    @CheckedQuery(IntakeQuery) { unknown }: IntakeQuery,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.createMany(body, unknown, caller);
  }

  @Get()
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('listLeads', 'List leads', {
    description: 'Filters are combined with AND. Leads that the key may not see are left out.',
  })
  @Answers(200, 'A page of leads, oldest first unless `sort` says otherwise.', LeadsSchema)
  list(@CheckedQuery(LeadListQuery) query: LeadListQuery, @CalledBy() caller: Caller) {
    return this.lists.list(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('getLead', 'Get a lead')
  @Answers(200, 'The lead.', LeadSchema)
  get(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.get(id, caller);
  }

  @Patch(':id')
  @Scopes('intake', 'integration', 'rep', 'manager')
  @Operation('updateLead', 'Update a lead', {
    description:
      'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay. The lead keeps its owner unless `reroute` is set. Clocks that count contact hours follow the new contact data, and a step that the person no longer allows is left out.',
    refuses: ['lead-exists', 'lead-erased'],
  })
  @Answers(200, 'The lead as it is now.', LeadSchema)
  async amend(@IdParam('lead') id: string, @CheckedBody(LeadPatch) patch: LeadPatch, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.amendments.amend(id, patch, caller));
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getLeadTimeline', 'Read what happened to a lead', {
    description: 'Every event of the lead, oldest first, each with a plain sentence.',
  })
  @Answers(200, 'A page of events, each with its sentence.', TimelinePage)
  timeline(@IdParam('lead') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.history.timeline(id, caller, page);
  }

  @Get(':id/touches')
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('listTouches', 'List the touches of a lead', {
    description:
      'Every touch with its note, its duration, who made it and who reported it, in the order in which they happened. A page of long notes ends early.',
  })
  @Answers(200, 'A page of touches, the earliest first.', TouchPage)
  touches(@IdParam('lead') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.history.touches(id, caller, page);
  }

  @Get(':id/routing')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getLeadRouting', 'Read who had a lead, and why', {
    description:
      'Every routing decision with its trace, as it was made at the time: the result of every rule, who was eligible and who was not, and the numbers that were compared.',
  })
  @Answers(200, 'Its assignments, latest first.', RoutingHistory)
  routing(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.history.routing(id, caller);
  }
}
