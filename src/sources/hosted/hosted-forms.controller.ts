import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { bytesOf } from '../../platform/bodies/body.js';
import { shown } from '../../platform/http/private-page.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { InDoor } from '../arrivals/in-door.service.js';
import { HostedForms, type Shown, type Visit } from './hosted-forms.service.js';

/** Pages for visitors of a company, no part of the API. */
@ApiExcludeController()
@Controller('f/:key')
export class HostedFormsController {
  private readonly base: string;

  constructor(
    private readonly forms: HostedForms,
    private readonly door: InDoor,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  @Get()
  @NoKeyNeeded({ door: HostedForms })
  show(
    @Query() query: Visit['query'],
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | undefined {
    return answer(this.forms.show(this.door.connectionOf(request), this.visitOf(request, query)), reply);
  }

  @Post()
  @NoKeyNeeded({ door: HostedForms, takesAnything: true })
  async send(
    @Query() query: Visit['query'],
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string | undefined> {
    const { method, url: path, headers, ip } = request;
    const sent = { method, path, headers, ip, body: bytesOf(request) };
    const visit = this.visitOf(request, query);
    return answer(await this.forms.send(this.door.connectionOf(request), sent, visit), reply);
  }

  private visitOf({ url, headers }: FastifyRequest, query: Visit['query']): Visit {
    return { query, address: `${this.base}${url}`, referrer: headers.referer };
  }
}

function answer(page: Shown, reply: FastifyReply): string | undefined {
  if ('next' in page) {
    reply.status(303).header('location', page.next);
    return undefined;
  }
  const html = shown(page, reply);
  // Without a referrer, browsers do not say from which origin a form comes.
  reply.headers({ 'content-security-policy': page.policy, 'referrer-policy': 'same-origin' });
  return html;
}
