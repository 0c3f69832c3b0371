import { Controller, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';
import { RoutingHistory } from '../admin/routing/routing.schema.js';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { BatchBody, DocumentedBatch, LeadBody, LeadPatch } from '../leads/lead.dto.js';
import { BatchResults, ExistingLeadSchema, LeadPage, LeadSchema } from '../leads/lead.schema.js';
import { LeadListQuery } from '../leads/lead-list.dto.js';
import { TimelinePage } from '../leads/timeline.schema.js';
import { TouchPage } from '../leads/touch.schema.js';
import { AmendmentService } from '../lifecycle/amendment.service.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { Answers, Operation } from '../platform/operation.js';
import { PageQuery } from '../platform/page.js';
import { LeadHistoryService } from './lead-history.service.js';
import { LeadsService } from './leads.service.js';

const Paged = Type.Object(PageQuery, { additionalProperties: false });
type Paged = Static<typeof Paged>;

@ApiTags('Leads')
@Controller('v1/leads')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly history: LeadHistoryService,
    private readonly amendments: AmendmentService,
  ) {}

  @Post()
  @Scopes('intake', 'integration')
  @Operation('createLead', 'Take in a lead', {
    description:
      'It is recorded, routed and promised in one step: the answer says who owns it and which clocks run. A `source` and an `externalId` are one lead: sent again, nothing changes and nothing starts twice.',
    refuses: ['lead-erased'],
  })
  @Answers(201, 'The new lead, owned or in the queue, with its clocks running.', LeadSchema)
  @Answers(
    200,
    'It was there already: the lead as it is, and to a key that may not see it its id and status alone.',
    ExistingLeadSchema,
  )
  async create(
    @CheckedBody(LeadBody) body: LeadBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { view, isNew } = await this.leads.create(body, caller);
    reply.status(isNew ? 201 : 200);
    return view;
  }

  @Post('batch')
  @HttpCode(200)
  @Scopes('intake', 'integration')
  @Operation('createLeads', 'Take in up to 1,000 leads', {
    description: 'Each is taken or refused by itself, as `POST /v1/leads` would, in their order.',
  })
  @Answers(200, 'What became of each lead, in their order.', BatchResults)
  createMany(
    @CheckedBody(BatchBody, { rawText: true, documented: DocumentedBatch }) body: BatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.createMany(body, caller);
  }

  @Get()
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('listLeads', 'List leads', {
    description: 'The filters add up. A lead that the key may not see is not on any page.',
  })
  @Answers(200, 'A page of leads, oldest first.', LeadPage)
  list(@CheckedQuery(LeadListQuery) query: LeadListQuery, @CalledBy() caller: Caller) {
    return this.leads.list(query, caller);
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
      'What is given replaces, null takes away, all else stays (RFC 7396). Nobody else gets the lead by it, unless `reroute` says so. Promises that count while the person may be contacted follow what is known of that now, and a step that they no longer want is left out.',
    refuses: ['lead-exists', 'lead-erased'],
  })
  @Answers(200, 'The lead as it is now.', LeadSchema)
  async amend(@IdParam('lead') id: string, @CheckedBody(LeadPatch) patch: LeadPatch, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.amendments.amend(id, patch, caller));
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getLeadTimeline', 'Read what happened to a lead', {
    description: 'Everything that was recorded of it, oldest first, each with one plain sentence.',
  })
  @Answers(200, 'A page of events, each with its sentence.', TimelinePage)
  timeline(@IdParam('lead') id: string, @CheckedQuery(Paged) page: Paged, @CalledBy() caller: Caller) {
    return this.history.timeline(id, caller, page);
  }

  @Get(':id/touches')
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Operation('listTouches', 'List the touches of a lead', {
    description:
      'Every contact attempt with its note, its length, who made and who reported it, in the order in which they happened. A page of long notes ends early.',
  })
  @Answers(200, 'A page of touches, the earliest first.', TouchPage)
  touches(@IdParam('lead') id: string, @CheckedQuery(Paged) page: Paged, @CalledBy() caller: Caller) {
    return this.history.touches(id, caller, page);
  }

  @Get(':id/routing')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getLeadRouting', 'Read who had a lead, and why', {
    description:
      'Each decision is kept with its trace as it was made at the time: how every rule came out, who was eligible and who was not, and the numbers that were compared.',
  })
  @Answers(200, 'Who had it, the latest first.', RoutingHistory)
  routing(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.history.routing(id, caller);
  }
}
