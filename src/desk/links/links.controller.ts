import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { readForm } from '../../platform/forms.js';
import { LinksService, type Page } from './links.service.js';

/** Whoever has such an address may do what it is for: it is kept nowhere, found by nobody, and told to no other site. */
const KEPT_NOWHERE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};

/** Pages for people, no part of the API: programs have routes for all that is done here. */
@ApiExcludeController()
@Controller('act')
export class LinksController {
  constructor(private readonly links: LinksService) {}

  @Get(':token')
  @NoKeyNeeded()
  async show(
    @Param('token') token: string,
    @Query('reason') reason: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.links.show({ token, reason: textOf(reason) }), reply);
  }

  @Post(':token')
  @NoKeyNeeded({ takesForms: true })
  async act(
    @Param('token') token: string,
    @Query('reason') reason: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.links.act({ token, reason: textOf(reason) }, readForm(body)), reply);
  }
}

function shown({ status, html }: Page, reply: FastifyReply): string {
  reply.status(status).headers(KEPT_NOWHERE).type('text/html; charset=utf-8');
  return html;
}

/** What is given twice is none. */
function textOf(given: unknown): string | undefined {
  return typeof given === 'string' ? given : undefined;
}
