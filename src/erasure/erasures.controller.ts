import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, Scopes } from '../auth/auth.guard.js';
import type { Caller } from '../auth/scope.js';
import { CheckedBody, CheckedQuery, IdParam } from '../platform/http/checked-input.js';
import { SecretHash } from '../platform/http/no-idempotency.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import {
  ErasureBody,
  ErasurePage,
  ErasurePreviewSchema,
  ErasureQuery,
  ErasureSchema,
  SubjectAccessQuery,
} from './erasure.schema.js';
import { ErasuresService } from './erasures.service.js';
import { SubjectAccessSchema } from './subject-access.schema.js';

@ApiTags('Persons')
@Controller('v1')
export class ErasuresController {
  constructor(private readonly erasures: ErasuresService) {}

  @Post('erasures')
  @Scopes()
  @SecretHash()
  @Operation('erasePerson', 'Erase a person', {
    description:
      'Erases all personal data of a person from their leads, for good: names, addresses, numbers, messages, notes, click ids. The leads and their outcomes are kept without it. Open leads are closed, others do not come back, and nothing more happens to them. `email` or `phone` erases all leads with it, and the forms sent with it that have joined other leads, which stay as they are; `leadId` erases only that lead. Erase each address of a person who has several. A later lead of the same person is a new lead. If nobody is found, the certificate says so. A number that three people with addresses of their own have given within a year is refused: it would erase others. `persons` of the problem says who gave it. With `dryRun=true` you see first how much it is.',
  })
  @Answers(201, 'The certificate. It does not say who it was.', ErasureSchema)
  @Answers(200, 'With `dryRun=true`: what would be erased. Nothing is.', ErasurePreviewSchema)
  async erase(
    @CheckedBody(ErasureBody) body: ErasureBody,
    @CheckedQuery(ErasureQuery) { dryRun }: ErasureQuery,
    @CalledBy() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun !== 'true') return this.erasures.erase(body, caller);
    reply.status(200);
    return this.erasures.preview(body);
  }

  @Get('erasures')
  @Scopes()
  @Operation('listErasures', 'List erasures', {
    description: 'Newest first, without the ids of leads.',
  })
  @Answers(200, 'A page.', ErasurePage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.erasures.list(page);
  }

  @Get('erasures/:id')
  @Scopes()
  @Operation('getErasure', 'Get the certificate of an erasure', {
    description: 'The certificate as it was answered, with the ids of the leads.',
  })
  @Answers(200, 'The certificate.', ErasureSchema)
  get(@IdParam('erasure') id: string) {
    return this.erasures.get(id);
  }

  @Get('subject-access')
  @Scopes()
  @Operation('readAllOfPerson', 'Export all that is held about a person', {
    description:
      'All leads with the address or number, each with everything that is stored about it, and the forms sent with it that have joined other leads, as a document that you can send to the person. `leadId` returns only that lead and those that were merged into it. A number of several people is refused as in `POST /v1/erasures`, since the document would show each of them the others. Many leads come in pages. Text about the person in leads of other people is not found.',
  })
  @Answers(200, 'The stored data; without leads and inquiries if there is none.', SubjectAccessSchema)
  readAllOfPerson(@CheckedQuery(SubjectAccessQuery) query: SubjectAccessQuery) {
    return this.erasures.readAllOfPerson(query);
  }
}
