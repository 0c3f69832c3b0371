import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../json.js';
import { generic } from './generic.js';
import { dataManager, googleAdsApi, googleTokens } from './google.js';
import { linkedin } from './linkedin.js';
import { meta } from './meta.js';
import { microsoft, microsoftTokens } from './microsoft.js';
import { tiktok } from './tiktok.js';

export interface PlatformRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  /** The unparsed body, because JSON numbers of 17 digits lose precision. */
  readonly text: string;
  readonly json: Json;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The state of the platforms: valid tokens, counted events, and events that they refuse. */
export class PlatformState {
  readonly counted = new Map<string, Json>();
  readonly requests = new Map<string, Json>();
  /** The results of adjustments, by job of Google's API; not visible while it is behind. */
  readonly jobs = new Map<number, Json>();
  isBehind = false;
  /** Keys of events that the platforms refuse. */
  readonly invalid = new Set<string>();
  readonly goodTokens = new Set(['good']);
  refreshToken = 'refresh-1';
  tokensGiven = 0;

  /** @returns whether the event is new */
  count(key: string, event: Json): boolean {
    if (this.counted.has(key)) return false;
    this.counted.set(key, event);
    return true;
  }
}

export type Platform = (request: PlatformRequest, state: PlatformState) => Reply;

/** What happens to the next request instead of the normal behavior of the platform. */
type Fault = 'hang' | 'drop' | 'takeAndDrop' | 'takeAndHang' | Reply | { readonly heldUntil: Promise<void> };

const HOSTS: Readonly<Record<string, Platform>> = {
  'googleads.googleapis.com': googleAdsApi,
  'datamanager.googleapis.com': dataManager,
  'oauth2.googleapis.com': googleTokens,
  'graph.facebook.com': meta,
  'api.linkedin.com': linkedin,
  'campaign.api.bingads.microsoft.com': microsoft,
  'login.microsoftonline.com': microsoftTokens,
  'business-api.tiktok.com': tiktok,
  'hooks.example.com': generic,
};

/** Ad platforms on this machine, over HTTP, which behave like the real ones by their specifications. */
export class PlatformServer {
  readonly state = new PlatformState();
  readonly asked: PlatformRequest[] = [];
  private readonly faults: Fault[] = [];

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => void this.answer(request, response));
  }

  static async start(): Promise<PlatformServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PlatformServer(server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** The base URL for each host, for FEEDBACK_BASE_URLS. */
  get bases(): Map<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return new Map(Object.keys(HOSTS).map((host) => [host, `http://127.0.0.1:${port}/${host}`]));
  }

  fail(...faults: Fault[]): void {
    this.faults.push(...faults);
  }

  /** Processes the next request, but delays its answer. @returns a function that releases the answer */
  holdNext(): () => void {
    let release = () => {};
    const heldUntil = new Promise<void>((resolve) => {
      release = resolve;
    });
    this.fail({ heldUntil });
    return release;
  }

  /** Returns and removes the requests to a host. */
  take(host: string): PlatformRequest[] {
    const found = this.asked.filter((each) => each.host === host);
    this.asked.splice(0, this.asked.length, ...this.asked.filter((each) => each.host !== host));
    return found;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const received = readRequest(request, Buffer.concat(chunks).toString('utf8'));
    this.asked.push(received);
    const isToken = received.path.endsWith('/token');
    const fault = isToken ? undefined : this.faults.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') {
      request.socket.destroy();
      return;
    }
    if (typeof fault === 'object' && 'status' in fault) {
      send(response, fault);
      return;
    }
    const reply = HOSTS[received.host]!(received, this.state);
    if (typeof fault === 'object') await fault.heldUntil;
    if (fault === 'takeAndDrop') request.socket.destroy();
    else if (fault === 'takeAndHang') return;
    else send(response, reply);
  }
}

function readRequest(request: IncomingMessage, text: string): PlatformRequest {
  const url = new URL(request.url!, 'http://localhost');
  const [, host = '', ...path] = url.pathname.split('/');
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const json = text.startsWith('{') ? JSON.parse(text) : null;
  return { host, method: request.method!, path: `/${path.join('/')}`, query: url.searchParams, headers, text, json };
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body));
}

export function hasToken({ headers }: PlatformRequest, { goodTokens }: PlatformState): boolean {
  return goodTokens.has((headers.authorization ?? '').replace(/^Bearer /, ''));
}
