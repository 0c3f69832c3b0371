import { Injectable } from '@nestjs/common';
import type { Configuration, CustomFetch, ServerMetadata } from 'openid-client';
import { Outbound } from '../../platform/outbound/outbound.js';
import { Complaints } from '../../platform/running/complaints.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { Gate } from '../../platform/running/gate.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { NoIdentityProviderError } from '../console.errors.js';
import {
  authenticationOf,
  type LoginAttempt,
  type LoginFailure,
  type ProviderClaims,
  verifiedEmail,
  wordsOfError,
} from './oidc.js';

/** How long a provider's metadata is cached. Its signing keys are not cached, so that they may rotate at any time. */
const KNOWN_MS = MS_PER_HOUR;
/** The largest accepted difference between the provider's clock and ours. */
const APART_SECONDS = 30;
/**
 * Each login makes two or three requests to the provider, and anybody can begin one and come back with an invented code.
 * So networks take turns, and none has all places.
 */
const AT_ONCE_MAX = 50;
const OF_A_SOURCE_MAX = 25;
const WAITING_MAX = 100;
const CALLBACK = '/v1/session/oidc/callback';

interface Client {
  readonly issuer: URL;
  readonly id: string;
  readonly secret: string;
}

export class LoginFailed extends Error {
  constructor(readonly why: LoginFailure) {
    super(why);
  }
}

class SilentError extends Error {}

/** The OpenID Connect provider for logins: authorization code flow with PKCE, state and nonce. */
@Injectable()
export class IdentityProvider {
  private readonly complaints = new Complaints('oidc');
  private readonly client: Client | null;
  private readonly callback: string;
  private known: { readonly metadata: Promise<ServerMetadata>; readonly readAt: Instant } | null = null;
  private readonly gate = new Gate(AT_ONCE_MAX, WAITING_MAX, OF_A_SOURCE_MAX);

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

  /**
   * @param network where the request comes from
   * @returns the address to which to redirect the browser @throws NoIdentityProviderError @throws LoginFailed
   */
  begin(network: string): Promise<{ readonly url: string; readonly attempt: LoginAttempt }> {
    return this.working(network, async (config, { buildAuthorizationUrl, calculatePKCECodeChallenge, ...random }) => {
      const { randomState, randomNonce, randomPKCECodeVerifier } = random;
      const begunAt = this.time.now();
      const attempt = { begunAt, state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
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
   * Checks the attempt and the redirect before it asks the provider: anybody can write such a request.
   * @param search the query of the provider's redirect
   * @param network where the request comes from
   * @returns the e-mail address of the user, verified by the provider
   * @throws NoIdentityProviderError @throws LoginFailed
   */
  async finish(search: URLSearchParams, attempt: LoginAttempt | null, network: string): Promise<string> {
    if (this.client !== null) this.requireCode(search, attempt);
    return this.working(network, async (config, { authorizationCodeGrant, fetchUserInfo }) => {
      const tokens = await authorizationCodeGrant(config, new URL(`${this.callback}?${search}`), {
        expectedState: attempt!.state,
        expectedNonce: attempt!.nonce,
        pkceCodeVerifier: attempt!.verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Some providers leave the address out of the ID token and return it from the userinfo endpoint.
      const isThere = claims.email !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
      const userInfo: ProviderClaims = isThere ? claims : await fetchUserInfo(config, tokens.access_token, claims.sub);
      const email = verifiedEmail(userInfo);
      if (email === null) throw new LoginFailed('unverified');
      return email;
    });
  }

  /** @throws LoginFailed */
  private requireCode(search: URLSearchParams, attempt: LoginAttempt | null): void {
    if (attempt === null || search.get('state') !== attempt.state) throw new LoginFailed('expired');
    const error = search.get('error');
    if (error === 'access_denied') throw new LoginFailed('denied');
    if (error !== null) {
      this.complaints.warn(`The identity provider sent a browser back with ${wordsOfError(error)}`);
      throw new LoginFailed('provider');
    }
    if (!search.has('code')) throw new LoginFailed('expired');
  }

  private async working<Result>(
    network: string,
    work: (config: Configuration, library: typeof import('openid-client')) => Promise<Result>,
  ): Promise<Result> {
    const { client } = this;
    if (client === null) throw new NoIdentityProviderError();
    const inTurn = async () => {
      // Loaded at the first login, because most installations have no provider.
      const library = await import('openid-client');
      return work(this.configurationOf(client, await this.metadataOf(client, library), library), library);
    };
    try {
      return await this.gate.inTurn(network, inTurn, () => new LoginFailed('busy'));
    } catch (error) {
      throw this.failureOf(error);
    }
  }

  /** Builds a configuration for each login: a new one has no cached keys, so it fetches them. */
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
    // Whether plain http is allowed is decided by `Outbound`.
    allowInsecureRequests(config);
    // Required behind a TLS-terminating gateway. The standard does not ask for signatures over direct TLS.
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

  /** Sends the library's requests through `Outbound`. */
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

  /** Maps an error to a reason for the user, and logs the provider's mistakes without personal data. */
  private failureOf(error: unknown): unknown {
    if (error instanceof LoginFailed || error instanceof NoIdentityProviderError) return error;
    const { error: name, code = '', message = '' } = error as { error?: unknown; code?: unknown; message?: unknown };
    if (name === 'invalid_grant') return new LoginFailed('expired');
    const silent = causesOf(error).find((each) => each instanceof SilentError);
    // The metadata may be outdated.
    const isOld = this.known !== null && this.time.now() - this.known.readAt >= MS_PER_MINUTE;
    if (name === undefined && isOld) this.known = null;
    const words = name === undefined ? `${message} (${code})` : `error ${isErrorCode(name) ? name : 'without a name'}`;
    this.complaints.warn(
      silent === undefined
        ? `The identity provider sent an answer that is not accepted: ${words}`
        : `The identity provider has not answered: ${silent.message}`,
    );
    return new LoginFailed(silent === undefined ? 'provider' : 'silent');
  }
}

function isErrorCode(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z_]{1,60}$/.test(name);
}

function causesOf(error: unknown): Error[] {
  return error instanceof Error ? [error, ...causesOf(error.cause)] : [];
}

function secondOf(at: Instant): number {
  return Math.floor(at / MS_PER_SECOND);
}
