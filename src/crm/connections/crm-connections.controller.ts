import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { resourceController } from '../../admin/resource.controller.js';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../../platform/http/checked-input.js';
import { NoBody } from '../../platform/http/no-body.interceptor.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { PagedQuery } from '../../platform/http/page.js';
import { warningsOfMapping } from '../mapping.js';
import { REVENUE_KINDS } from '../reported-kinds.js';
import { warningsOfRevenueMapping } from '../revenue/revenue-mapping.js';
import { CRM_CONNECTION } from './crm-connection.kind.js';
import {
  CrmConnectionBody,
  CrmConnectionSchema,
  CrmDeliveryPage,
  CrmDeliveryQuery,
  CrmDeliverySchema,
  CrmOddityPage,
  CrmPreviewBody,
  CrmPreviewList,
  CrmRotatedSchema,
  RotateBody,
} from './crm-connection.schema.js';
import { CrmConnectionTools } from './crm-connection-tools.service.js';

export const CrmConnectionsController = resourceController({
  path: 'crm-connections',
  tag: 'CRM connections',
  one: 'a CRM connection',
  many: 'CRM connections',
  kind: CRM_CONNECTION,
  body: CrmConnectionBody,
  schema: CrmConnectionSchema,
  readers: ['integration'],
  warningsOf: (_content, _id, body) => [
    ...warningsOfMapping(body.mapping),
    ...REVENUE_KINDS.flatMap((kind) => (body[kind] === undefined ? [] : warningsOfRevenueMapping(kind, body[kind]))),
  ],
});

@ApiTags('CRM connections')
@Controller('v1/crm-connections/:id')
export class CrmConnectionToolsController {
  constructor(private readonly tools: CrmConnectionTools) {}

  @Post('preview')
  @Scopes('read')
  @NoIdempotency()
  @Operation('previewCrmDeals', 'Preview what a payload would become', {
    description:
      'Nothing is changed or stored. `kind` names the mapping that is used; `mapping`, `contracts`, `invoices` and `usage` try another one than the saved one.',
  })
  @Answers(200, 'What would happen to each object, in order.', CrmPreviewList)
  preview(@IdParam('crmConnection') id: string, @CheckedBody(CrmPreviewBody, { rawText: true }) body: CrmPreviewBody) {
    return this.tools.preview(id, body);
  }

  @Get('refusals')
  @Scopes('read', 'integration')
  @Operation('listCrmRefusals', 'List the objects refused from a CRM', {
    description:
      'The last 200 of each kind, newest first. Only the names of fields are stored. An object that is accepted when it is sent again is no longer listed.',
  })
  @Answers(200, 'A page.', CrmOddityPage)
  refusals(@IdParam('crmConnection') id: string, @CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.tools.listWarnings(id, page);
  }

  @Get('deliveries')
  @Scopes('read', 'integration')
  @Operation('listCrmDeliveries', 'List the updates sent to a CRM', {
    description:
      'One for each deal, in order of creation. A failed update is retried for three days; only the newest readiness is sent.',
  })
  @Answers(200, 'A page.', CrmDeliveryPage)
  deliveries(@IdParam('crmConnection') id: string, @CheckedQuery(CrmDeliveryQuery) query: CrmDeliveryQuery) {
    return this.tools.listDeliveries(id, query);
  }

  @Post('deliveries/:dealId/retry')
  @NoBody()
  @Scopes()
  @Operation('retryCrmDelivery', 'Resend a deal to a CRM', {
    description:
      'Sends the readiness again, at once and with retries for three days, even if the CRM has it. The body may be left out.',
  })
  @Answers(200, 'The update, which waits to be sent.', CrmDeliverySchema)
  retry(@IdParam('crmConnection') id: string, @IdParam('deal', 'dealId') dealId: string) {
    return this.tools.sendAgain(id, dealId);
  }

  @Post('rotate')
  @Scopes()
  @NoIdempotency()
  @Operation('rotateCrmSecret', 'Rotate the secret of a CRM connection', {
    description:
      'For 24 hours both secrets are accepted, so that you can change the CRM. To end the former secret at once, replace the connection with the new one.',
  })
  @Answers(200, 'Until when both secrets are accepted.', CrmRotatedSchema)
  rotate(
    @IdParam('crmConnection') id: string,
    @CheckedBody(RotateBody) { secret }: RotateBody,
    @CalledBy() caller: Caller,
  ) {
    return this.tools.rotate(id, secret, caller);
  }
}
