import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody } from '../../platform/checked-input.js';
import { NoIdempotency } from '../../platform/no-idempotency.js';
import { Answers, Operation } from '../../platform/operation.js';
import { MapLinkBody } from './handoff-map.dto.js';
import { HandoffMapLinkSchema } from './handoff-map.schema.js';
import { HandoffMapPageService } from './handoff-map-page.service.js';

@ApiTags('Handoffs')
@Controller('v1/handoffs/map/links')
export class HandoffMapLinksController {
  constructor(private readonly pages: HandoffMapPageService) {}

  @Post()
  @NoIdempotency()
  @Scopes('read', 'rep', 'manager')
  @Operation('createHandoffMapLink', 'Make a link to the map', {
    description:
      'The address of a page on which the map is drawn, with what it tells, for somebody who has no key. It shows what whoever made it may see, works for fourteen days, and ends with the key by which it was made. It needs no script. Needs `SECRETS_KEY`.',
  })
  @Answers(201, 'The address, only this once.', HandoffMapLinkSchema)
  make(@CheckedBody(MapLinkBody, { mayBeAbsent: true }) body: MapLinkBody, @CalledBy() caller: Caller) {
    return this.pages.link(body, caller);
  }
}
