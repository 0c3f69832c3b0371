import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';

const CLIENT = { id: 'touchline', secret: 'a secret: of both' };

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An OpenID provider on a port of its own, at which one person is logged in. Its behavior can be set. */
export class TestIdentityProvider {
  /** The claims of the person who is logged in. */
  person: JWTPayload = { sub: 'noor', email: 'noor@example.com', email_verified: true };
  /** Overrides of its metadata. */
  metadata: Readonly<Record<string, unknown>> = {};
  /** Changes the claims of an id token before they are signed. */
  writes: (claims: JWTPayload) => JWTPayload = (claims) => claims;
  /** The answer of its user info endpoint; null if it has none. */
  userinfo: JWTPayload | null = null;
  declines = false;
  /** Paths whose requests it never answers. */
  readonly silentAt = new Set<string>();
  /** The status of all its answers, if set. */
  answersOnly: number | null = null;
  /** The origin to which it sends browsers instead of the registered one, as a proxy would. */
  sendsTo: string | null = null;
  readonly asked: string[] = [];
  private readonly codes = new Map<string, URLSearchParams>();
  private key: Key | undefined;
  private signs: Key | undefined;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
    private readonly now: () => number,
  ) {}

  /** @param now returns the present instant, in ms */
  static async start(now: () => number): Promise<TestIdentityProvider> {
    const server = createServer((request, response) => void provider.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const provider: TestIdentityProvider = new TestIdentityProvider(server, `http://localhost:${port}`, now);
    await provider.rotate();
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get settings() {
    return {
      oidcIssuer: this.issuer,
      oidcClientId: CLIENT.id,
      oidcClientSecret: CLIENT.secret,
      privateHosts: new Set([new URL(this.issuer).host]),
    };
  }

  /** Signs with a new key from now on, and drops the former one. */
  async rotate(): Promise<void> {
    this.key = await newKey();
    this.signs = this.key;
  }

  async forge(): Promise<void> {
    this.signs = { ...(await newKey()), kid: this.key!.kid };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url!, this.issuer);
    this.asked.push(pathname);
    if (this.silentAt.has(pathname)) return;
    const send = (status: number, body: object) => {
      response.writeHead(this.answersOnly ?? status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (pathname === '/.well-known/openid-configuration') send(200, this.description);
    else if (pathname === '/jwks') send(200, { keys: [{ ...this.key!.jwk, kid: this.key!.kid, alg: 'ES256' }] });
    else if (pathname === '/userinfo') send(200, this.userinfo!);
    else if (pathname === '/token') {
      let text = '';
      for await (const part of request) text += part;
      const refusal = this.refusalOf(new URLSearchParams(text), request.headers.authorization);
      if (refusal === null) send(200, await this.tokensFor(new URLSearchParams(text)));
      else send(400, { error: refusal });
    } else {
      response.writeHead(302, { location: this.sentBack(searchParams) });
      response.end();
    }
  }

  private get description(): object {
    const at = (path: string) => `${this.issuer}/${path}`;
    return {
      issuer: this.issuer,
      authorization_endpoint: at('authorize'),
      token_endpoint: at('token'),
      jwks_uri: at('jwks'),
      ...(this.userinfo !== null && { userinfo_endpoint: at('userinfo') }),
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      code_challenge_methods_supported: ['S256'],
      ...this.metadata,
    };
  }

  private sentBack(query: URLSearchParams): string {
    const code = `code-${this.codes.size}`;
    this.codes.set(code, query);
    const redirect = new URL(query.get('redirect_uri')!);
    const back = new URL(redirect.pathname, this.sendsTo ?? redirect);
    back.searchParams.set('state', query.get('state')!);
    if (this.declines) back.searchParams.set('error', 'access_denied');
    else back.searchParams.set('code', code);
    return back.href;
  }

  /** Returns the error of a token request, or null. A code is valid once. */
  private refusalOf(body: URLSearchParams, authorization: string | undefined): string | null {
    const [id, secret] = authorization?.startsWith('Basic ')
      ? Buffer.from(authorization.slice(6), 'base64')
          .toString()
          .split(':')
          .map((part) => decodeURIComponent(part.replaceAll('+', ' ')))
      : [body.get('client_id'), body.get('client_secret')];
    if (id !== CLIENT.id || secret !== CLIENT.secret) return 'invalid_client';
    const code = this.codes.get(body.get('code')!);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      code?.get('code_challenge_method') === 'S256' &&
      code.get('code_challenge') === challenge &&
      code.get('redirect_uri') === body.get('redirect_uri') &&
      code.get('client_id') === CLIENT.id;
    return isRight ? null : 'invalid_grant';
  }

  private async tokensFor(body: URLSearchParams): Promise<object> {
    const code = body.get('code')!;
    const nonce = this.codes.get(code)!.get('nonce')!;
    this.codes.set(code, new URLSearchParams());
    const iat = Math.floor(this.now() / 1_000);
    const claims = { iss: this.issuer, aud: CLIENT.id, iat, exp: iat + 300, nonce, ...this.person };
    const { kid, privateKey } = this.signs!;
    const token = new SignJWT(this.writes(claims)).setProtectedHeader({ alg: 'ES256', kid });
    return { access_token: 'access', token_type: 'Bearer', id_token: await token.sign(privateKey) };
  }
}

let keys = 0;
async function newKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  keys += 1;
  return { kid: `key-${keys}`, privateKey, jwk: await exportJWK(publicKey) };
}
