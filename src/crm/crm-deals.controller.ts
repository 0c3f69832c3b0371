import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import type { FastifyRequest } from 'fastify';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { thing } from '../platform/answer.js';
import { bytesOf } from '../platform/body.js';
import { CheckedBody } from '../platform/checked-input.js';
import { Environment, publicUrlOf } from '../platform/environment.js';
import { NoIdempotency } from '../platform/no-idempotency.js';
import { Answers, Operation } from '../platform/operation.js';
import { CrmDoor } from './crm-door.service.js';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const CrmTakenSchema = thing('CrmTaken', 'The result of a request from a CRM.', {
  taken: count('Deals that were created or updated, or are already up to date.'),
  outdated: count('Deals for which a newer state is stored.'),
  passedOver: count('Objects that do not meet the conditions of the mapping.'),
  refused: count(
    'Objects that could not be read, listed in `…/refusals`. A request whose list is missing or has more than 500 objects counts as one.',
  ),
  isRepeated: Type.Boolean({
    description: 'True if the same request was processed before, so that nothing is done again.',
  }),
});

/** Read by a mapping of whoever runs it, so anything may stand there. */
const Payload = Type.Unsafe<unknown>({ description: 'Any JSON from the CRM, read as its connection says.' });

@ApiTags('CRM connections')
@Controller('v1/crm-connections/:id/deals')
export class CrmDealsController {
  private readonly base: string;

  constructor(
    private readonly door: CrmDoor,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  @Post()
  @HttpCode(200)
  @NoKeyNeeded({ door: CrmDoor, keepsBytes: true })
  @NoIdempotency()
  @Operation('tellDealsOfCrm', 'Receive deals from a CRM', {
    description:
      'For webhooks of CRMs, which have no API key: the request is authenticated by the `proof` of the connection. Each deal is created or updated as by `PUT /v1/deals/by-ref/{system}/{ref}`, using the `mapping`, all in one transaction. An older state changes nothing. Objects that cannot be read are refused one by one, and the answer is still 200, because a CRM would otherwise repeat the request.',
    refuses: ['crm-unproven', 'invalid-request', 'overload', 'unavailable', 'disk-full'],
  })
  @ApiParam({ name: 'id', description: 'The `id` of the CRM connection.', schema: { type: 'string', format: 'uuid' } })
  @Answers(200, 'The number of objects by result.', CrmTakenSchema)
  take(
    @Param('id') id: string,
    @CheckedBody(Payload, { rawText: true }) payload: unknown,
    @Req() request: FastifyRequest,
  ) {
    return this.door.take(id, payload, {
      method: request.method,
      url: `${this.base}${request.originalUrl}`,
      headers: request.headers,
      body: bytesOf(request),
    });
  }
}
