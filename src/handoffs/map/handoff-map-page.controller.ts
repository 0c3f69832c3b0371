import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { shown } from '../../platform/private-page.js';
import { HandoffMapPageService } from './handoff-map-page.service.js';

/** A page for people, no part of the API: programs have `GET /v1/handoffs/map`. */
@ApiExcludeController()
@Controller('act/handoff-map')
export class HandoffMapPageController {
  constructor(private readonly pages: HandoffMapPageService) {}

  @Get(':token')
  @NoKeyNeeded({ door: HandoffMapPageService })
  async show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return shown(await this.pages.show(token), reply);
  }
}
