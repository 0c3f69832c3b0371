import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { TouchBody, VoidBody } from '../../leads/activity.dto.js';
import { touch } from '../../leads/touch.schema.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { id, objectSchema, pageOf } from '../../platform/input/schema.js';
import { dealTouchView } from './deal-touch.js';
import { DealTouches } from './deal-touches.service.js';

const { leadId: _, cycle: __, goodbye: ___, meetingAt: ____, ...fields } = touch;

const DealTouchSchema = objectSchema('DealTouch', 'A contact attempt about a deal.', {
  ...fields,
  dealId: id('The deal.'),
});
const DealTouchPage = pageOf(DealTouchSchema);

@ApiTags('Deals')
@Controller('v1/deals/:id/touches')
export class DealTouchesController {
  constructor(private readonly touches: DealTouches) {}

  @Post()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createDealTouch', 'Report a touch of a deal', {
    description:
      'Records a call, mail or meeting about a deal, by any person, with its note; also of a deal that is won or lost. The first that reached somebody is its `firstTalkAt`, unless an earlier one is reported.',
  })
  @Answers(201, 'The touch.', DealTouchSchema)
  @Answers(200, 'The touch with this `externalId`, which was there already.', DealTouchSchema)
  async touch(
    @IdParam('deal') id: string,
    @CheckedBody(TouchBody) body: TouchBody,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { touch, isNew } = await this.touches.touch(id, body, caller);
    reply.status(isNew ? 201 : 200);
    return dealTouchView(touch);
  }

  @Get()
  @Scopes('read', 'integration', 'rep', 'manager')
  @Operation('listDealTouches', 'List the touches of a deal')
  @Answers(200, 'A page, in the order in which they happened.', DealTouchPage)
  list(@IdParam('deal') id: string, @CheckedQuery(PagedQuery) page: PagedQuery, @CalledBy() caller: Caller) {
    return this.touches.list(id, page, caller);
  }

  @Post(':touchId/void')
  @Scopes('integration', 'rep', 'manager')
  @Operation('voidDealTouch', 'Void a touch of a deal', {
    description:
      'Takes back a touch that was reported on the wrong deal or never made. Voiding it again changes nothing.',
  })
  @Answers(200, 'The touch.', DealTouchSchema)
  async voidTouch(
    @IdParam('deal') id: string,
    @IdParam('touch', 'touchId') touchId: string,
    @CheckedBody(VoidBody) { reason }: VoidBody,
    @CalledBy() caller: Caller,
  ) {
    return dealTouchView(await this.touches.void(id, touchId, reason, caller));
  }
}
