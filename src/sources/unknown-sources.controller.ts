import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { Scopes } from '../auth/auth.guard.js';
import { CheckedQuery } from '../platform/http/checked-input.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { PagedQuery } from '../platform/http/page.js';
import { instant, objectSchema, pageOf } from '../platform/input/schema.js';
import { UnknownSources } from './unknown-sources.service.js';

const UnknownSourcePage = pageOf(
  objectSchema('UnknownSource', 'A source from which leads come and that is not configured.', {
    source: Type.String({ description: 'As its latest lead has it.' }),
    firstLeadAt: instant('When its first lead was received.'),
    lastLeadAt: instant('When its latest lead was received.'),
  }),
);

@ApiTags('Routing')
@Controller('v1/sources/unknown')
export class UnknownSourcesController {
  constructor(private readonly sources: UnknownSources) {}

  @Get()
  @Scopes('read')
  @Operation('listUnknownSources', 'List the sources that are not configured', {
    description: 'From which leads have come, by their names; test leads do not count.',
  })
  @Answers(200, 'A page of sources.', UnknownSourcePage)
  list(@CheckedQuery(PagedQuery) page: PagedQuery) {
    return this.sources.list(page);
  }
}
