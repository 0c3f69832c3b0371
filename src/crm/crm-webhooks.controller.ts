import { applyDecorators, Controller, Param, Post, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { bytesOf } from '../platform/bodies/body.js';
import { CheckedBody } from '../platform/http/checked-input.js';
import { NoIdempotency } from '../platform/http/no-idempotency.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { Environment, publicUrlOf } from '../platform/running/environment.js';
import { CrmDoor } from './crm-door.service.js';
import { CrmPayload, CrmTakenSchema } from './crm-webhooks.schema.js';
import type { ReportedKind } from './reported-kinds.js';

const Payload = () => CheckedBody(CrmPayload, { rawText: true });

/** @param way the sentence on how each object is stored */
const Receives = (kind: ReportedKind, id: string, way: string) =>
  applyDecorators(
    Post(kind),
    NoKeyNeeded({ door: CrmDoor, keepsBytes: true }),
    NoIdempotency(),
    Operation(id, `Receive ${kind} from a CRM`, {
      description: `For webhooks of CRMs and billing tools, which have no API key: the request is authenticated by the \`proof\` of the connection. ${way} All of it is one transaction. An older state changes nothing. Objects that cannot be read are refused one by one, and the answer is still 200, because a CRM would otherwise repeat the request.`,
      refuses: ['crm-unproven', 'invalid-request', 'overload', 'unavailable', 'disk-full'],
    }),
    ApiParam({
      name: 'id',
      description: 'The `id` of the CRM connection.',
      schema: { type: 'string', format: 'uuid' },
    }),
    Answers(200, 'The number of objects by result.', CrmTakenSchema),
  );

@ApiTags('CRM connections')
@Controller('v1/crm-connections/:id')
export class CrmWebhooksController {
  private readonly base: string;

  constructor(
    private readonly door: CrmDoor,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  @Receives(
    'deals',
    'tellDealsOfCrm',
    'Each deal is created or updated as by `PUT /v1/deals/by-ref/{system}/{ref}`, using the `mapping`.',
  )
  deals(@Param('id') id: string, @Payload() payload: unknown, @Req() request: FastifyRequest) {
    return this.take(id, 'deals', payload, request);
  }

  @Receives(
    'contracts',
    'tellContractsOfCrm',
    'Each contract is created or put right as by `PUT /v1/contracts/by-ref/{system}/{ref}`, using `contracts` of the connection.',
  )
  contracts(@Param('id') id: string, @Payload() payload: unknown, @Req() request: FastifyRequest) {
    return this.take(id, 'contracts', payload, request);
  }

  @Receives(
    'invoices',
    'tellInvoicesOfCrm',
    'Each invoice is created or put right as by `PUT /v1/invoices/by-ref/{system}/{ref}`, using `invoices` of the connection.',
  )
  invoices(@Param('id') id: string, @Payload() payload: unknown, @Req() request: FastifyRequest) {
    return this.take(id, 'invoices', payload, request);
  }

  @Receives(
    'usage',
    'tellUsageOfCrm',
    'Each report is created or put right as by `PUT /v1/usage/by-ref/{system}/{ref}`, using `usage` of the connection.',
  )
  usage(@Param('id') id: string, @Payload() payload: unknown, @Req() request: FastifyRequest) {
    return this.take(id, 'usage', payload, request);
  }

  private take(id: string, kind: ReportedKind, payload: unknown, request: FastifyRequest) {
    const { method, originalUrl, headers } = request;
    return this.door.take(id, kind, payload, {
      method,
      url: `${this.base}${originalUrl}`,
      headers,
      body: bytesOf(request),
    });
  }
}
