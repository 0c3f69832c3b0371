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

const CrmTakenSchema = thing('CrmTaken', 'What became of what a CRM sent.', {
  taken: count('Deals that are as they were told.'),
  outdated: count('Deals of which something newer is known.'),
  passedOver: count('Objects that are none of those that are meant.'),
  refused: count(
    'Objects of which no deal could be made: whoever runs Touchline finds them in `…/refusals`. A request whose objects are not where the mapping says, or are more than 500, is one.',
  ),
  isRepeated: Type.Boolean({ description: 'The very same request was taken before: nothing is done again.' }),
});

/** Read by a mapping of whoever runs it, so anything may stand there. */
const Payload = Type.Unsafe<unknown>({ description: 'Whatever the CRM sends: its connection says how it is read.' });

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
      'For webhooks of CRMs, which have no key: the request proves itself as the `proof` of the connection says. Each deal is made or changed as by `PUT /v1/deals/by-ref/{system}/{ref}`, by the `mapping`, all in one transaction. What is older than what is known changes nothing. What cannot be read is refused by itself, and the answer is 200 all the same: a CRM would send it again and again.',
    refuses: ['crm-unproven', 'invalid-request', 'overload', 'unavailable', 'disk-full'],
  })
  @ApiParam({ name: 'id', description: 'The `id` of the CRM connection.', schema: { type: 'string', format: 'uuid' } })
  @Answers(200, 'How many there were of what.', CrmTakenSchema)
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
