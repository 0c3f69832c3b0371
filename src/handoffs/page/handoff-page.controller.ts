import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { shown } from '../../platform/private-page.js';
import { HandoffPageService } from './handoff-page.service.js';

/** A form that is filled in, with what stood there before. */
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
