import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { shown } from '../../platform/http/private-page.js';
import { readForm } from '../../platform/input/formats.js';
import { LinksService } from './links.service.js';

/** Pages for people. Excluded from the API's document, because programs have routes for the same actions. */
@ApiExcludeController()
@Controller('act')
export class LinksController {
  constructor(private readonly links: LinksService) {}

  @Get(':token')
  @NoKeyNeeded({ door: LinksService })
  async show(
    @Param('token') token: string,
    @Query('reason') reason: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.links.show({ token, reason: textOf(reason) }), reply);
  }

  @Post(':token')
  @NoKeyNeeded({ door: LinksService, takesForms: true })
  async act(
    @Param('token') token: string,
    @Query('reason') reason: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.links.act({ token, reason: textOf(reason) }, readForm(body)), reply);
  }
}

/** Ignores a parameter that is given twice. */
function textOf(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}
