import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Static, Type } from '@sinclair/typebox';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/checked-input.js';
import { SecretHash } from '../platform/no-idempotency.js';
import { Answers, Operation } from '../platform/operation.js';
import { PageQuery } from '../platform/page.js';
import { ErasureBody, SubjectAccessQuery } from './erasure.dto.js';
import { ErasurePage, ErasureSchema } from './erasure.schema.js';
import { ErasuresService } from './erasures.service.js';
import { SubjectAccessSchema } from './subject-access.schema.js';

const ListQuery = Type.Object(PageQuery, { additionalProperties: false });
type ListQuery = Static<typeof ListQuery>;

@ApiTags('Persons')
@Controller('v1')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Post('erasures')
  @Scopes()
  @SecretHash()
  @Operation('erasePerson', 'Erase a person', {
    description:
      'Whatever is known of the person is erased from all their leads, for good: names, addresses, numbers, messages, notes, click ids. That there were leads, and what became of them, is kept without it. A lead that is open is closed, one that would come back does not, and nothing happens to any of them any more. With `email` or `phone` all leads that have it, with `leadId` that one alone. Whoever is known by several is erased by each. A later lead of the same person is a lead like any other. Nobody known: a certificate that says so.',
  })
  @Answers(201, 'The certificate. It does not say who it was.', ErasureSchema)
  erase(@CheckedBody(ErasureBody) body: ErasureBody, @CalledBy() caller: Caller) {
    return this.erasures.erase(body, caller);
  }

  @Get('erasures')
  @Scopes()
  @Operation('listErasures', 'List erasures', {
    description: 'The newest first, without the ids of their leads.',
  })
  @Answers(200, 'A page.', ErasurePage)
  list(@CheckedQuery(ListQuery) page: ListQuery) {
    return this.erasures.list(page);
  }

  @Get('erasures/:id')
  @Scopes()
  @Operation('getErasure', 'Get the certificate of an erasure', {
    description: 'As it was answered, with the ids of the leads.',
  })
  @Answers(200, 'The certificate.', ErasureSchema)
  get(@IdParam('erasure') id: string) {
    return this.erasures.get(id);
  }

  @Get('subject-access')
  @Scopes()
  @Operation('readAllOfPerson', 'Export all that is held about a person', {
    description:
      'All leads with the address or the number, each with everything that is kept about it, as one document that the person can be sent. It comes in pages of leads where there are many. What other people wrote about the person in leads of their own is not found.',
  })
  @Answers(200, 'What is held; no leads where that is nothing.', SubjectAccessSchema)
  tellAll(@CheckedQuery(SubjectAccessQuery) query: SubjectAccessQuery) {
    return this.erasures.tellAll(query);
  }
}
