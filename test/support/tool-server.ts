import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export interface ToolRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: Json;
}

/** A tool of a receiver, on a port of its own, which creates records. Its behavior can be set. */
export class ToolServer {
  readonly requests: ToolRequest[] = [];
  readonly made: Json[] = [];
  /** Whether a repeated request with the same key gets its first answer again. */
  honoursKeys = false;
  /** The status of all its answers, if set. */
  answersOnly: number | null = null;
  /** The answer to all searches, if set. */
  searchAnswers: { readonly status: number; readonly text: string } | null = null;
  /** The number of answers to be lost after a record was made or changed. */
  losesAnswers = 0;
  /** The valid tokens; null accepts requests without one. */
  goodTokens: Set<string> | null = null;
  refreshToken = 'refresh-1';
  tokensGiven = 0;
  /** How it writes a token in its answer. */
  writesToken = (token: string) => token;
  tokenLastsSeconds = 1_800;
  /** Whether it refuses a change whose version is not that of the record. */
  countsVersions = false;
  /** The status with which it refuses all changes, if set. */
  refusesChanges: number | null = null;
  /** Called just before the next change of a record is made. */
  meanwhile: ((record: Json) => unknown) | null = null;
  /** Called after the next record is made, before the answer. */
  beforeAnswering: (() => Promise<unknown>) | null = null;
  /** How it alters the content of records, as real tools do. */
  writes: (record: Json) => Json = (record) => record;
  private readonly byKey = new Map<string, Json>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param port its former port, for a restart; any by default */
  static async start(port = 0): Promise<ToolServer> {
    const server = createServer((request, response) => void tool.take(request, response));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const tool: ToolServer = new ToolServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return tool;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  asked(): string[] {
    return this.requests.filter(({ path }) => path !== '/token').map(({ method, path }) => `${method} ${path}`);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const { pathname: path, searchParams: query } = new URL(request.url!, this.url);
    const isJson = request.headers['content-type'] === 'application/json';
    const headers = request.headers as Record<string, string>;
    const received: ToolRequest = {
      method: request.method!,
      path,
      query,
      headers,
      text,
      json: isJson ? JSON.parse(text) : {},
    };
    this.requests.push(received);
    const answer = (status: number, body: object = {}) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (this.answersOnly !== null) return void answer(this.answersOnly, { message: 'Not just now' });
    if (path === '/token') return void this.giveToken(received, answer);
    if (this.goodTokens !== null && !this.goodTokens.has((headers.authorization ?? '').slice('Bearer '.length)))
      return void answer(401, { message: 'Who are you?' });
    if (request.method === 'GET' && this.searchAnswers !== null)
      return void response.writeHead(this.searchAnswers.status).end(this.searchAnswers.text);
    if (request.method === 'GET' && path !== '/records') return void this.read(received, answer);
    if (request.method === 'GET') return void this.find(received, answer);
    const known = this.made.find(({ gid }) => path === `/records/${gid}`);
    if (known !== undefined) return void this.change(known, received, answer);
    if (path !== '/records') return void answer(404, { message: 'No such record' });
    const made = this.make(received);
    const { beforeAnswering } = this;
    this.beforeAnswering = null;
    await beforeAnswering?.();
    if (this.losesAnswers === 0) return void answer(201, { data: made });
    this.losesAnswers -= 1;
    request.socket.destroy();
  }

  /** Like Xero, accepts each refresh token once. */
  private giveToken({ text, headers }: ToolRequest, answer: (status: number, body?: object) => void): void {
    const fields = new URLSearchParams(text);
    const isClient = headers.authorization === `Basic ${Buffer.from('client:hush').toString('base64')}`;
    if (!isClient || fields.get('refresh_token') !== this.refreshToken) {
      answer(400, { error: 'invalid_grant' });
      return;
    }
    this.tokensGiven += 1;
    this.refreshToken = `refresh-${this.tokensGiven + 1}`;
    this.goodTokens = new Set([`token-${this.tokensGiven}`]);
    answer(200, {
      access_token: this.writesToken(`token-${this.tokensGiven}`),
      refresh_token: this.refreshToken,
      expires_in: this.tokenLastsSeconds,
    });
  }

  private make({ headers, query, json }: ToolRequest): Json {
    const key = headers['idempotency-key'] ?? query.get('requestid');
    const known = this.honoursKeys && key != null ? this.byKey.get(key) : undefined;
    if (known !== undefined) return known;
    const made = { gid: `R-${this.made.length + 1}`, version: 0, ...this.writes(json.data) };
    this.made.push(made);
    if (key != null) this.byKey.set(key, made);
    return made;
  }

  private read({ path }: ToolRequest, answer: (status: number, body?: object) => void): void {
    const known = this.made.find(({ gid }) => path === `/records/${gid}`);
    if (known === undefined) answer(404, { message: 'No such record' });
    else answer(200, { data: known });
  }

  private async change(
    known: Json,
    { json, headers }: ToolRequest,
    answer: (status: number, body?: object) => void,
  ): Promise<void> {
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.(known);
    if (this.refusesChanges !== null) return answer(this.refusesChanges, { message: 'Not like this' });
    const key = headers['idempotency-key'];
    const isRepeated = this.honoursKeys && key != null && this.byKey.has(key);
    const { version, ...said } = json.data;
    const isStale = this.countsVersions && version !== String(known.version);
    if (!isRepeated && !isStale) Object.assign(known, this.writes(said), { version: known.version + 1 });
    if (key != null) this.byKey.set(key, known);
    const isLost = this.losesAnswers > 0;
    if (isLost) this.losesAnswers -= 1;
    if (isStale) answer(400, { message: 'Stale' });
    else answer(isLost ? 502 : 200, { data: known });
  }

  private find({ query }: ToolRequest, answer: (status: number, body?: object) => void): void {
    answer(200, { data: this.made.filter(({ external }) => external === query.get('external')) });
  }
}
