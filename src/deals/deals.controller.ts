import { Controller, Get, Patch, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam, TextParam } from '../platform/http/checked-input.js';
import { NoBody } from '../platform/http/no-body.interceptor.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { DealBody, DealByRefBody, DealEventBody, DealListQuery, DealPatch, LoseBody, WinBody } from './deal.dto.js';
import { DealExistsError } from './deal.errors.js';
import { DealEventSchema, DealPage, DealSchema, DealTimelinePage } from './deal.schema.js';
import { DealStages } from './deal-stages.service.js';
import { DealsService } from './deals.service.js';
import { DealsReadingService } from './deals-reading.service.js';
import { Delivering } from './delivering.service.js';

const SYSTEM = 'The name of the other system, such as `hubspot`.';
const REF = 'The id that the deal has there.';

@ApiTags('Deals')
@Controller('v1/deals')
export class DealsController {
  constructor(
    private readonly deals: DealsService,
    private readonly stages: DealStages,
    private readonly delivering: Delivering,
    private readonly reading: DealsReadingService,
  ) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createDeal', 'Create a deal', {
    description:
      'A lead that reaches the milestone `opportunity` gets a deal automatically. A deal of a lead that was closed without a win opens that lead, for the owner of the deal. An `externalId` identifies one deal, however often it is sent.',
    refuses: ['deal-exists', 'lead-erased'],
  })
  @Answers(201, 'The open deal.', DealSchema)
  @Answers(200, 'The deal existed: the deal as it is.', DealSchema)
  async create(
    @CheckedBody(DealBody) body: DealBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { deal, isNew } = await this.deals.create(body, caller);
    if (!isNew && !(await this.reading.isSeen(deal, caller)))
      throw new DealExistsError('A deal that is not yours has this external id', deal.id);
    reply.status(isNew ? 201 : 200);
    return this.reading.takenDeal(deal, body, caller);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listDeals', 'List deals', {
    description:
      'In the order of creation. Filters are combined with AND. Reps see their own deals; managers also see those of their reps.',
  })
  @Answers(200, 'A page.', DealPage)
  list(@CheckedQuery(DealListQuery) query: DealListQuery, @CalledBy() caller: Caller) {
    return this.reading.list(query, caller);
  }

  @Get(':id')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getDeal', 'Get a deal')
  @Answers(200, 'The deal.', DealSchema)
  get(@IdParam('deal') id: string, @CalledBy() caller: Caller) {
    return this.reading.get(id, caller);
  }

  @Patch(':id')
  @Scopes('integration', 'rep', 'manager')
  @Operation('updateDeal', 'Update a deal', {
    description:
      'A JSON merge patch (RFC 7396): given fields replace, null removes, others stay. Won and lost deals can be updated too.',
    refuses: ['deal-exists'],
  })
  @Answers(200, 'The deal as it is now.', DealSchema)
  async amend(@IdParam('deal') id: string, @CheckedBody(DealPatch) patch: DealPatch, @CalledBy() caller: Caller) {
    return this.reading.takenDeal((await this.deals.amend(id, patch, caller)).deal, patch, caller);
  }

  @Put('by-ref/:system/:ref')
  @Scopes('integration')
  @Operation('putDealByRef', 'Create or update a deal by its id elsewhere', {
    description:
      'For CRMs that do not know its id in Touchline. Creates the deal if none has that id in that system, else updates it: given fields replace, null removes, others stay; `stage` is its stage in the CRM. A new deal may lack an amount. With a `leadId`, the open deal of that lead is meant if it has no id in that system yet; with the type `renewal` and a `contractId`, the open renewal of that contract.',
    refuses: ['deal-exists', 'deal-stage'],
  })
  @Answers(201, 'The new document.', DealSchema)
  @Answers(200, 'The deal existed: the deal as it is now.', DealSchema)
  async put(
    @TextParam('system', SYSTEM) system: string,
    @TextParam('ref', REF) ref: string,
    @CheckedBody(DealByRefBody) body: DealByRefBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { deal, isNew } = await this.deals.put({ system, ref }, body, caller);
    reply.status(isNew ? 201 : 200);
    return this.reading.takenDeal(deal, body, caller);
  }

  @Post(':id/win')
  @Scopes('integration', 'rep', 'manager')
  @Operation('winDeal', 'Win a deal', {
    description:
      'Wins the deal and its lead, whatever that has become, so that the channel gets the value of the deal. The contract of a renewal is renewed with it. The handoff begins: a deal is won once the form is complete, or with an `exception`. A win in another system is reported with `PUT …/by-ref` or a milestone, and listed with `handoff=missing` until the form is complete.',
    refuses: ['deal-stage', 'lead-erased', 'handoff-incomplete'],
  })
  @Answers(200, 'The won deal.', DealSchema)
  async win(
    @IdParam('deal') id: string,
    @CheckedBody(WinBody, { mayBeAbsent: true }) body: WinBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.turnedDeal(await this.stages.change(id, 'won', body, caller), caller);
  }

  @Post(':id/lose')
  @Scopes('integration', 'rep', 'manager')
  @Operation('loseDeal', 'Lose a deal', {
    description:
      'Takes a reason of the taxonomy with the fields that it requires; for the renewal of a contract a churn reason, which gives notice, unless it is too late. If its lead is open, it is closed with the same reason, which its channel receives. With `lead: keep` the lead stays open and its owner has to decide what becomes of it, within the policy’s time for decisions, or five days. Reopening the deal reverses that disposition, or ends that decision.',
    refuses: ['deal-stage', 'lead-erased'],
  })
  @Answers(200, 'The lost deal.', DealSchema)
  async lose(@IdParam('deal') id: string, @CheckedBody(LoseBody) body: LoseBody, @CalledBy() caller: Caller) {
    return this.reading.turnedDeal(await this.stages.lose(id, body, caller), caller);
  }

  @Post(':id/reopen')
  @NoBody()
  @Scopes('integration', 'rep', 'manager')
  @Operation('reopenDeal', 'Reopen a deal', {
    description:
      'Reopens a deal that was won or lost too early, or that is wanted again. The milestone that won its lead, or the disposition that closed it, is reversed, and the lead is open again. It belongs to the owner of the deal, and nobody owes a first touch.',
    refuses: ['deal-stage', 'deal-exists', 'lead-erased'],
  })
  @Answers(200, 'The open deal.', DealSchema)
  async reopen(@IdParam('deal') id: string, @CalledBy() caller: Caller) {
    return this.reading.turnedDeal(await this.stages.change(id, 'open', {}, caller), caller);
  }

  @Post(':id/events')
  @Scopes('integration', 'rep', 'manager')
  @Operation('tellOfDeal', 'Report that a deal is delivered', {
    description:
      'Reports that a won deal was delivered, by a program, the owner of the deal, or a rep of its account. A handoff with this `start.on` starts: its giver is notified and fills in the form in time; it is handed over once nothing is missing. While a blocker or an entry of a checklist of the handover is open, people are asked first (`anyway`). Repeating the report starts nothing more and answers the present state of what it started.',
    refuses: ['deal-stage', 'handover-open'],
  })
  @Answers(200, 'The handoffs that it starts.', DealEventSchema)
  async reportDelivery(
    @IdParam('deal') id: string,
    @CheckedBody(DealEventBody) body: DealEventBody,
    @CalledBy() caller: Caller,
  ) {
    return this.reading.deliveryOf(await this.delivering.report(id, body, caller));
  }

  @Get(':id/timeline')
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('getDealTimeline', 'Read what happened to a deal', {
    description:
      'Every event of the deal, oldest first, each with a plain sentence; also those events of its lead that the deal caused: closed, reopened, kept open for a decision, its win revalued or taken back.',
  })
  @Answers(200, 'A page of events, each with its sentence.', DealTimelinePage)
  timeline(@IdParam('deal') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.reading.timeline(id, caller, page);
  }
}
