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
      'Makes the address of a page with the map and its figures, for somebody without a key. It shows what its maker may see, works for fourteen days, and ends with the key that made it. The page needs no script. Needs `SECRETS_KEY`.',
  })
  @Answers(201, 'The address, which is shown only this once.', HandoffMapLinkSchema)
  make(@CheckedBody(MapLinkBody, { mayBeAbsent: true }) body: MapLinkBody, @CalledBy() caller: Caller) {
    return this.pages.link(body, caller);
  }
}
