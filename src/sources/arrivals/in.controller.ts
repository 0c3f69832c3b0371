import { Controller, Get, Options, Param, Post, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { bytesOf } from '../../platform/bodies/body.js';
import { CheckedQuery } from '../../platform/http/checked-input.js';
import { NoIdempotency } from '../../platform/http/no-idempotency.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { shown } from '../../platform/http/private-page.js';
import type { GuardedInbound } from '../connections/inbound.store.js';
import { HostedForms } from '../hosted/hosted-forms.service.js';
import { nextOf } from '../products/form.js';
import { type Handshake, HandshakeQuery, SignedChallengeSchema, TakenSchema } from './arrivals.schema.js';
import { InDoor, type SignedChallenge } from './in-door.service.js';

const PREFLIGHT_SECONDS = 3_600;
const LEADS_TO = { headers: { Location: { description: 'The next page.', schema: { type: 'string' } } } };

/** The addresses of connections. Whoever knows one may send. */
@ApiTags('Connections')
@Controller('in/:key')
export class InController {
  constructor(
    private readonly door: InDoor,
    private readonly forms: HostedForms,
  ) {}

  @Get()
  @NoKeyNeeded({ door: InDoor })
  @Operation('verifyConnection', 'Prove an address to Meta or LinkedIn', {
    description:
      'Answers the handshake by which Meta asks whether the address knows its verify token, and LinkedIn, every two hours, whether it knows the client secret.',
    refuses: ['handshake-refused'],
  })
  @ApiParam({ name: 'key', description: 'The `key` of the connection.', schema: { type: 'string' } })
  @Answers(200, 'The challenge of Meta, or the signed one of LinkedIn.', SignedChallengeSchema, {
    textTypes: ['text/plain'],
  })
  verify(
    @Param('key') _key: string,
    @CheckedQuery(HandshakeQuery) asked: Handshake,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string | SignedChallenge {
    const challenge = this.door.shakeHands(this.door.connectionOf(request), asked);
    if (typeof challenge !== 'string') return challenge;
    reply.type('text/plain; charset=utf-8');
    return challenge;
  }

  @Post()
  @NoKeyNeeded({ door: InDoor, takesAnything: true })
  @NoIdempotency()
  @Operation('sendToConnection', 'Send a lead to a connection', {
    description:
      'For browsers and for products that send leads. Takes forms, forms with files (whose names are kept) and JSON. What arrives is stored before it is answered. A browser that sends a form is shown the page of `_next` if that is on the same site, else that of `redirect`, else a page that thanks.',
    refuses: ['connection-unproven', 'connection-full', 'too-large', 'overload', 'unavailable', 'disk-full'],
  })
  @ApiParam({ name: 'key', description: 'The `key` of the connection.', schema: { type: 'string' } })
  @Answers(200, 'It is stored. For products; Twilio is told to do nothing.', TakenSchema, { textTypes: ['text/xml'] })
  @Answers(202, 'It is stored. For forms.', TakenSchema)
  @Answers(303, 'It is stored; the browser is sent to the next page.', undefined, LEADS_TO)
  async send(
    @Param('key') _key: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const connection = this.door.connectionOf(request);
    const { method, url: path, headers, ip } = request;
    allowOrigin(connection, request, reply);
    const { id, payload } = await this.door.take(connection, { method, path, headers, ip, body: bytesOf(request) });
    if (connection.vendor === 'twilio') {
      // Else Twilio reports an error for a message that comes in. It says nothing to whoever sent it.
      reply.status(200).type('text/xml; charset=utf-8');
      return '<Response/>';
    }
    if (connection.kind !== 'form' || !isShown(request)) {
      reply.status(connection.kind === 'form' ? 202 : 200);
      return id === null ? {} : { id };
    }
    const next = sameSite(nextOf(payload), connection, headers) ?? connection.redirect;
    if (next === null) {
      const { html, policy } = this.forms.pages.thanks(connection.hosted);
      reply.header('content-security-policy', policy);
      return shown({ status: 200, html }, reply);
    }
    reply.status(303).header('location', next);
    return undefined;
  }

  /** Browsers ask before a script of another site sends JSON. */
  @Options()
  @NoKeyNeeded({ door: InDoor, takesAnything: true })
  @Operation('askConnection', 'Ask whether a page may send to a connection', {
    description: 'For browsers (CORS). Names the origin if it is one of `origins`.',
  })
  @ApiParam({ name: 'key', description: 'The `key` of the connection.', schema: { type: 'string' } })
  @Answers(204, 'The answer is in the headers.')
  ask(
    @Param('key') _key: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): void {
    const isAllowed = allowOrigin(this.door.connectionOf(request), request, reply);
    if (isAllowed)
      reply.headers({
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': String(PREFLIGHT_SECONDS),
      });
    reply.status(204);
  }
}

function allowOrigin({ kind, origins }: GuardedInbound, { headers }: FastifyRequest, reply: FastifyReply): boolean {
  if (kind === 'form') reply.header('vary', 'origin');
  if (kind !== 'form' || headers.origin === undefined || !origins.includes(headers.origin)) return false;
  reply.header('access-control-allow-origin', headers.origin);
  return true;
}

/** Whether a browser shows the answer, and no script reads it. */
function isShown({ headers }: FastifyRequest): boolean {
  const { 'sec-fetch-mode': mode, accept = '' } = headers;
  return mode === undefined ? accept.includes('text/html') : mode === 'navigate';
}

/** Returns the page that a form asks for, if it is on a site that may send: else anybody could send visitors anywhere. */
function sameSite(next: string | null, { origins }: GuardedInbound, headers: FastifyRequest['headers']): string | null {
  if (next === null) return null;
  const from = headers.referer ?? headers.origin;
  if (from === undefined || !URL.canParse(from) || !URL.canParse(next, from)) return null;
  const target = new URL(next, from);
  const isKnown = origins.length === 0 ? target.origin === new URL(from).origin : origins.includes(target.origin);
  return isKnown && /^https?:$/.test(target.protocol) ? target.href : null;
}
