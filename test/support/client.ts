import { Agent, type IncomingMessage } from 'node:http';
import supertest from 'supertest';
import type { Json } from './json.js';
import { reachable } from './reachable.js';

export const ADMIN_KEY = 'admin-key-of-the-tests-0123456789abcdef';

const JSON_TYPES: ReadonlySet<string> = new Set(['application/json', 'application/problem+json']);

export interface Answer {
  readonly status: number;
  /** The media type of the body, without parameters. */
  readonly type: string;
  readonly isJson: boolean;
  readonly body: Json;
  readonly headers: Headers;
}

export interface Asking {
  /** The admin key by default; null sends none. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** A body that is sent unchanged. */
  readonly raw?: string | Buffer;
}

/** Sends requests over HTTP with supertest: JSON is parsed, everything else is text. */
export class Client {
  /** Connections are reused: with one for each request the fuzzer would exhaust the ports of the machine. */
  private readonly connections = new Agent({ keepAlive: true });

  constructor(readonly url: string) {}

  async ask(method: string, path: string, body?: unknown, asking: Asking = {}): Promise<Answer> {
    const { key = ADMIN_KEY, raw = body === undefined ? undefined : JSON.stringify(reachable(method, path, body)) } =
      asking;
    const request = new supertest.Test(this.url, method, path)
      .agent(this.connections)
      .set({
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(raw !== undefined && { 'content-type': 'application/json' }),
        ...asking.headers,
      })
      .serialize((bytes) => bytes)
      .parse(readText);
    const response = await (raw === undefined ? request : request.send(raw));
    // Without a body, supertest does not call the parser.
    const text = typeof response.body === 'string' ? response.body : '';
    const { status, type } = response;
    const isJson = JSON_TYPES.has(type) && text !== '';
    return { status, type, isJson, body: isJson ? JSON.parse(text) : text, headers: new Headers(response.headers) };
  }

  /** Sends requests with another key. */
  as(key: string) {
    return {
      ask: (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
        this.ask(method, path, body, { key, headers }),
      must: (method: string, path: string, body?: unknown) => this.must(method, path, body, { key }),
    };
  }

  get(path: string, asking?: Asking): Promise<Answer> {
    return this.ask('GET', path, undefined, asking);
  }

  post(path: string, body: unknown = {}, asking?: Asking): Promise<Answer> {
    return this.ask('POST', path, body, asking);
  }

  put(path: string, body: unknown, asking?: Asking): Promise<Answer> {
    return this.ask('PUT', path, body, asking);
  }

  delete(path: string, asking?: Asking): Promise<Answer> {
    return this.ask('DELETE', path, undefined, asking);
  }

  /** Sends a request that must succeed. @throws Error if it does not */
  async must(method: string, path: string, body?: unknown, asking?: Asking): Promise<Json> {
    const answer = await this.ask(method, path, body, asking);
    if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

function readText(response: unknown, done: (error: Error | null, text: string) => void): void {
  const stream = response as IncomingMessage;
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (part: string) => {
    text += part;
  });
  stream.on('end', () => done(null, text));
}
