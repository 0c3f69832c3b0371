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
import { AmendmentService } from '../lifecycle/amendment.service.js';
import { Answers, CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { PageQuery } from '../platform/page.js';
import { LeadsService } from './leads.service.js';

const Paged = Type.Object(PageQuery, { additionalProperties: false });
type Paged = Static<typeof Paged>;

@ApiTags('Leads')
@Controller('v1/leads')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly amendments: AmendmentService,
  ) {}

  @Post()
  @Scopes('intake', 'integration')
  @Answers(201, 'The lead, owned, with its clocks running', LeadSchema)
  @Answers(
    200,
    'It was there already (source and externalId): as it is, nothing changed; of one that the key may not see, its id and status alone',
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
  @Answers(200, 'What became of each lead, in their order', BatchResults)
  createMany(
    @CheckedBody(BatchBody, { rawText: true, documented: DocumentedBatch }) body: BatchBody,
    @CalledBy() caller: Caller,
  ) {
    return this.leads.createMany(body, caller);
  }

  @Get()
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Answers(200, 'A page of the leads that the key may see, oldest first', LeadPage)
  list(@CheckedQuery(LeadListQuery) query: LeadListQuery, @CalledBy() caller: Caller) {
    return this.leads.list(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'intake', 'rep', 'manager')
  @Answers(200, 'The lead', LeadSchema)
  get(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.get(id, caller);
  }

  @Patch(':id')
  @Scopes('intake', 'integration', 'rep', 'manager')
  @Answers(200, 'The lead with what was told; what was not told stays, null takes away', LeadSchema)
  async amend(@IdParam('lead') id: string, @CheckedBody(LeadPatch) patch: LeadPatch, @CalledBy() caller: Caller) {
    return this.leads.viewOf(await this.amendments.amend(id, patch, caller));
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Answers(200, 'Everything that happened to it, oldest first, each with one plain sentence', TimelinePage)
  timeline(@IdParam('lead') id: string, @CheckedQuery(Paged) page: Paged, @CalledBy() caller: Caller) {
    return this.leads.timeline(id, caller, page);
  }

  @Get(':id/routing')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Answers(200, 'Who had it, when and why, newest first, each with the trace of the decision', RoutingHistory)
  routing(@IdParam('lead') id: string, @CalledBy() caller: Caller) {
    return this.leads.routing(id, caller);
  }
}
