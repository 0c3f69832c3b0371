import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UnauthenticatedError } from '../../auth/auth.errors.js';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { networkOf } from '../../platform/strangers/network.js';
import { Cookie } from '../sessions/cookie.js';
import { Sessions } from '../sessions/sessions.service.js';
import { Signatures } from '../signing/signatures.service.js';
import { IdentityProvider, LoginFailed } from './identity-provider.service.js';
import { ATTEMPT_SECONDS, type LoginAttempt, readAttempt, writeAttempt } from './oidc.js';

/**
 * Where every login attempt ends. A redirect from another site carries no `SameSite=Strict` cookie to this page; the
 * page's own requests then do.
 */
const PAGE = '/console/login';
/** What the cookies of attempts are signed for. */
const PURPOSE = 'oidc';
const LEADS_TO = { headers: { Location: { description: 'Where the browser goes on.', schema: { type: 'string' } } } };

@ApiTags('Sessions')
@Controller('v1/session/oidc')
export class OidcController {
  /** `Lax`, because the browser comes back from another site, the provider, and would not send a `Strict` cookie. */
  private readonly cookie: Cookie;

  constructor(
    private readonly provider: IdentityProvider,
    private readonly sessions: Sessions,
    private readonly signatures: Signatures,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    this.cookie = new Cookie(publicUrlOf(environment), 'touchline-oidc', 'Lax');
  }

  @Get()
  @NoKeyNeeded()
  @Operation('beginOidc', 'Log in by an identity provider', {
    description:
      'For browsers: redirects to the identity provider (`OIDC_ISSUER`), by OpenID Connect, and from there to the callback. A person whose e-mail address at the provider is that of a user logs in as that user; no user is created.',
    refuses: ['no-identity-provider'],
  })
  @Answers(302, 'A redirect to the provider, or to the login page, which says why not.', undefined, LEADS_TO)
  async begin(@Req() { ip }: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await orBack(reply, async () => {
      const { url, attempt } = await this.provider.begin(networkOf(ip));
      const value = this.signatures.sign(writeAttempt(attempt), PURPOSE);
      reply.header('set-cookie', this.cookie.written(value, ATTEMPT_SECONDS));
      return url;
    });
  }

  @Get('callback')
  @NoKeyNeeded()
  @Operation('finishOidc', 'Come back from an identity provider', {
    description:
      'Where the provider sends the browser, with `code` and `state`, or an `error`. It works once, within ten minutes, and only in the browser in which the login began.',
    refuses: ['no-identity-provider', 'unavailable', 'disk-full'],
  })
  @Answers(
    302,
    'A redirect to the login page: with the cookie of the session, or with the reason why there is none.',
    undefined,
    LEADS_TO,
  )
  async finish(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await orBack(reply, async () => {
      const attempt = this.attemptIn(request);
      reply.header('set-cookie', this.cookie.forgotten);
      const { searchParams } = new URL(request.url, 'http://localhost');
      const email = await this.provider.finish(searchParams, attempt, networkOf(request.ip));
      const { cookie } = await this.sessions.beginByAddress(email, request);
      reply.header('set-cookie', cookie);
      return PAGE;
    });
  }

  /** Returns the attempt that began in this browser; null if there is none, or it is over. */
  private attemptIn({ headers }: FastifyRequest): LoginAttempt | null {
    const value = this.cookie.read(headers);
    return readAttempt(value === null ? null : this.signatures.read(value, PURPOSE), this.time.now());
  }
}

/** Redirects the browser to the result of `work`, or to the login page with the reason for a failure. */
async function orBack(reply: FastifyReply, work: () => Promise<string>): Promise<void> {
  const url = await work().catch((error: unknown) => `${PAGE}?failed=${whyOf(error)}`);
  reply.header('location', url);
}

/** @throws any error for which the login page has no message */
function whyOf(error: unknown): string {
  if (error instanceof LoginFailed) return error.why;
  if (error instanceof UnauthenticatedError) return 'unknown';
  throw error;
}
