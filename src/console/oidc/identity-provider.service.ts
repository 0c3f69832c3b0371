import { Injectable, Logger } from '@nestjs/common';
import type { Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/duration.js';
import { Environment, publicUrlOf } from '../../platform/environment.js';
import { Outbound } from '../../platform/outbound.js';
import { TimeSource } from '../../platform/time-source.js';
import { NoIdentityProviderError } from '../console.errors.js';
import { authenticationOf, type LoginAttempt, type LoginFailure, type ProviderClaims, verifiedEmail } from './oidc.js';

/** What a provider says of itself changes seldom; its keys are read anew for each login, however often it changes them. */
const KNOWN_MS = MS_PER_HOUR;
/** How far its clock and ours may be apart. */
const APART_SECONDS = 30;
/** Each asks a provider two or three times, and may come by a cookie that was made up. */
const AT_ONCE_MAX = 50;
const CALLBACK = '/v1/session/oidc/callback';

interface Client {
  readonly issuer: URL;
  readonly id: string;
  readonly secret: string;
}

/** Nobody is logged in, and why. */
export class LoginFailed extends Error {
  constructor(readonly why: LoginFailure) {
    super(why);
  }
}

/** The provider did not answer. */
class SilentError extends Error {}

/** The provider by which users log in, by OpenID Connect: a code, exchanged by this program (PKCE, state and nonce). */
@Injectable()
export class IdentityProvider {
  private readonly logger = new Logger('oidc');
  private readonly client: Client | null;
  private readonly callback: string;
  private known: { readonly metadata: Promise<ServerMetadata>; readonly readAt: Instant } | null = null;
  private atOnce = 0;

  constructor(
    private readonly outbound: Outbound,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    const { oidcIssuer: issuer, oidcClientId: id, oidcClientSecret: secret } = environment;
    const isSet = issuer !== undefined && id !== undefined && secret !== undefined;
    this.client = isSet ? { issuer: new URL(issuer), id, secret } : null;
    this.callback = `${publicUrlOf(environment)}${CALLBACK}`;
  }

  /** @returns where the browser goes @throws NoIdentityProviderError @throws LoginFailed */
  begin(): Promise<{ readonly url: string; readonly attempt: LoginAttempt }> {
    return this.working(async (config, { buildAuthorizationUrl, calculatePKCECodeChallenge, ...random }) => {
      const { randomState, randomNonce, randomPKCECodeVerifier } = random;
      const attempt = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: this.callback,
        scope: 'openid email',
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, attempt };
    });
  }

  /**
   * @param search with which the provider has sent the browser back
   * @param attempt that the browser had kept
   * @returns the address of whoever logs in, which the provider has verified
   * @throws NoIdentityProviderError @throws LoginFailed
   */
  finish(search: URLSearchParams, attempt: LoginAttempt | null): Promise<string> {
    if (this.client !== null && (attempt === null || search.get('state') !== attempt.state))
      return Promise.reject(new LoginFailed('expired'));
    return this.working(async (config, { authorizationCodeGrant, fetchUserInfo }) => {
      const tokens = await authorizationCodeGrant(config, new URL(`${this.callback}?${search}`), {
        expectedState: attempt!.state,
        expectedNonce: attempt!.nonce,
        pkceCodeVerifier: attempt!.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Some say who somebody is, and their address only when they are asked for it.
      const isThere = claims.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
      const said: ProviderClaims = isThere ? claims : await fetchUserInfo(config, tokens.access_token, claims.sub);
      const email = verifiedEmail(said);
      if (email === null) throw new LoginFailed('unverified');
      return email;
    });
  }

  private async working<Result>(
    work: (config: Configuration, library: typeof import('openid-client')) => Promise<Result>,
  ): Promise<Result> {
    const { client } = this;
    if (client === null) throw new NoIdentityProviderError();
    if (this.atOnce >= AT_ONCE_MAX) throw new LoginFailed('busy');
    this.atOnce += 1;
    try {
      // Loaded with the first login: most programs that start have none.
      const library = await import('openid-client');
      return await work(this.configurationOf(client, await this.metadataOf(client, library), library), library);
    } catch (error) {
      throw this.failureOf(error);
    } finally {
      this.atOnce -= 1;
    }
  }

  /** A new one each time has no keys yet, and reads them. */
  private configurationOf(
    { id, secret }: Client,
    metadata: ServerMetadata,
    library: typeof import('openid-client'),
  ): Configuration {
    const { Configuration, ClientSecretBasic, ClientSecretPost, allowInsecureRequests } = library;
    const skew = secondOf(this.time.now()) - secondOf(Date.now());
    const shows = authenticationOf(metadata.token_endpoint_auth_methods_supported);
    const config = new Configuration(
      metadata,
      id,
      { client_secret: secret, [library.clockSkew]: skew, [library.clockTolerance]: APART_SECONDS },
      shows === 'basic' ? ClientSecretBasic(secret) : ClientSecretPost(secret),
    );
    config[library.customFetch] = this.fetch;
    // `Outbound` says where http will do.
    allowInsecureRequests(config);
    // What comes over TLS from the provider itself need not be signed; where a gateway stands between it has to be.
    library.enableNonRepudiationChecks(config);
    return config;
  }

  private metadataOf({ issuer, id }: Client, library: typeof import('openid-client')): Promise<ServerMetadata> {
    const now = this.time.now();
    if (this.known !== null && now - this.known.readAt < KNOWN_MS) return this.known.metadata;
    const options = { [library.customFetch]: this.fetch, execute: [library.allowInsecureRequests] };
    const metadata = library
      .discovery(issuer, id, undefined, library.None(), options)
      .then((config) => ({ ...config.serverMetadata() }));
    const known = { metadata, readAt: now };
    this.known = known;
    metadata.catch(() => {
      if (this.known === known) this.known = null;
    });
    return metadata;
  }

  /** As everything that is asked elsewhere. */
  private readonly fetch: CustomFetch = async (url, { method, headers, body }) => {
    const answer = await this.outbound.ask({
      method: method === 'POST' ? 'POST' : 'GET',
      url,
      headers,
      ...(body != null && { body: String(body) }),
    });
    if (answer.status === null) throw new SilentError(answer.problem ?? undefined);
    const isEmpty = answer.text === '';
    return new Response(isEmpty ? null : answer.text, { status: answer.status, headers: { ...answer.headers } });
  };

  /** Whoever runs the program finds in the log what a provider did wrong; nothing of whom it is about. */
  private failureOf(error: unknown): unknown {
    if (error instanceof LoginFailed || error instanceof NoIdentityProviderError) return error;
    const { error: said, code = '', message = '' } = error as { error?: unknown; code?: unknown; message?: unknown };
    if (said === 'access_denied') return new LoginFailed('denied');
    if (said === 'invalid_grant') return new LoginFailed('expired');
    const silent = causesOf(error).find((each) => each instanceof SilentError);
    // Where it has changed what it says of itself, it is read anew. An error that it names is none of these, and may be made up.
    const isOld = this.known !== null && this.time.now() - this.known.readAt >= MS_PER_MINUTE;
    if (said === undefined && isOld) this.known = null;
    const words = said === undefined ? `${message} (${code})` : `error ${isErrorCode(said) ? said : 'without a name'}`;
    this.logger.warn(
      silent === undefined
        ? `The identity provider has answered what is not taken: ${words}`
        : `The identity provider has not answered: ${silent.message}`,
    );
    return new LoginFailed(silent === undefined ? 'provider' : 'silent');
  }
}

function isErrorCode(said: unknown): said is string {
  return typeof said === 'string' && /^[a-z_]{1,60}$/.test(said);
}

function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

/** As the library counts, by the clock of the machine. */
function secondOf(at: Instant): number {
  return Math.floor(at / MS_PER_SECOND);
}
