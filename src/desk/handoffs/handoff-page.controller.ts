import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { HandoffPageService, type Page } from './handoff-page.service.js';

/** Whoever has such an address may do what it is for: it is kept nowhere, found by nobody, and told to no other site. */
const KEPT_NOWHERE = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
};
/** A form that is filled in, with what stood there before. */
const FORM_BYTES_MAX = 1024 * 1024;

/** Pages for people, no part of the API: programs have routes for all that is done here. */
@ApiExcludeController()
@Controller('act/handoff')
export class HandoffPageController {
  constructor(private readonly pages: HandoffPageService) {}

  @Get(':token')
  @NoKeyNeeded()
  async show(@Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return shown(await this.pages.show(token), reply);
  }

  @Post(':token')
  @NoKeyNeeded({ takesForms: true, formBytesMax: FORM_BYTES_MAX })
  async act(
    @Param('token') token: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return shown(await this.pages.act(token, new URLSearchParams(typeof body === 'string' ? body : '')), reply);
  }
}

/** A page as it is answered. */
export function shown({ status, html }: Page, reply: FastifyReply): string {
  reply.status(status).headers(KEPT_NOWHERE).type('text/html; charset=utf-8');
  return html;
}
