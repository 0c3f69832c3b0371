import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CalledBy, NoKeyNeeded, Scopes } from '../../auth/auth.guard.js';
import type { Caller } from '../../auth/scope.js';
import { CheckedBody, IdParam } from '../../platform/http/checked-input.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { shown } from '../../platform/http/private-page.js';
import { HandoffLinkSchema } from '../handoff.schema.js';
import { HandoffLinking } from '../handoff-linking.service.js';
import { LinkBody } from '../receivers/receiving.dto.js';
import { HandoffPageService } from './handoff-page.service.js';

/** Room for a form that is filled in, and its former values. */
const FORM_BYTES_MAX = 1024 * 1024;

/** Pages for people, no part of the API: programs have routes for all that is done here. */
@ApiExcludeController()
@Controller('act/handoff')
export class HandoffPageController {
  constructor(private readonly pages: HandoffPageService) {}

  @Get(':token')
  @NoKeyNeeded({ door: HandoffPageService })
  async show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return shown(await this.pages.show(token), reply);
  }

  @Post(':token')
  @NoKeyNeeded({ door: HandoffPageService, takesForms: true, formBytesMax: FORM_BYTES_MAX })
  async act(
    @Param('token') token: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.pages.act(token, new URLSearchParams(typeof body === 'string' ? body : '')), reply);
  }
}

@ApiTags('Handoffs')
@Controller('v1/handoffs/:id/links')
export class HandoffLinksController {
  constructor(private readonly linking: HandoffLinking) {}

  @Post()
  @NoIdempotency()
  @Scopes('integration', 'rep', 'manager')
  @Operation('createHandoffLink', 'Create a link to a handoff', {
    description:
      'Creates the address of a page for a person without a key: to fill in the form (made by the giver), or to accept, return and confirm (made by the receiver). It works for fourteen days and shows no more than its maker may see. It ends with the handoff, with the key that made it, and when its maker loses the right. Actions on the page are recorded with the link. Needs `SECRETS_KEY`.',
    refuses: ['handoff-state', 'handoff-role'],
  })
  @Answers(201, 'The address, which is shown only this once.', HandoffLinkSchema)
  make(@IdParam('handoff') id: string, @CheckedBody(LinkBody) { for: wanted }: LinkBody, @CalledBy() caller: Caller) {
    return this.linking.make(id, wanted, caller);
  }
}
