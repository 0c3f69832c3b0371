import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { components, paths } from './api.js';
import type { Answered, Arguments, Asked, Asking, Method, PathOf } from './operations.js';
import { TouchlineProblem } from './problem.js';
import { type Retrying, sendUntilAnswered } from './retrying.js';
import { messagesOf } from './server-sent.js';

export type Event = components['schemas']['Event'];

export interface TouchlineOptions extends Partial<Retrying> {
  /** Where it listens, such as `https://touchline.example.com`. */
  readonly url: string;
  /** Of the scopes that the calls need. */
  readonly key: string;
  /** In place of the one of Node. */
  readonly fetch?: typeof fetch;
}

/** Which events, and from where on. */
export interface Listening {
  /** The `cursor` of the last event that was dealt with; without it the feed is read from its beginning. */
  readonly after?: string;
  /** Names of types, or `lead.*` for all of a kind; all by default. */
  readonly types?: readonly string[];
  readonly signal?: AbortSignal;
}

interface Sent extends Asking {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What is sent in any case, by a stream too, is a beat every 15 seconds. */
const DEAD_AFTER_MS = 45_000;
const BEAT = 'beat';
const FIRST_PAUSE_MS = 500;
const PAGE = 1_000;

/** Touchline, called with one key. */
export class Touchline {
  private readonly retrying: Retrying;
  private readonly fetch: typeof fetch;

  constructor(private readonly options: TouchlineOptions) {
    this.retrying = { retries: options.retries ?? 4, longestPauseMs: options.longestPauseMs ?? 30_000 };
    this.fetch = options.fetch ?? fetch;
  }

  get<Path extends PathOf<'get'>>(path: Path, ...asked: Arguments<Asked<Path, 'get'>>): Promise<Answered<Path, 'get'>> {
    return this.call('get', path, asked);
  }

  /** Sent again after a failure it is the same request: it has an `Idempotency-Key`, its own where none is given. */
  post<Path extends PathOf<'post'>>(
    path: Path,
    ...asked: Arguments<Asked<Path, 'post'>>
  ): Promise<Answered<Path, 'post'>> {
    return this.call('post', path, asked);
  }

  put<Path extends PathOf<'put'>>(path: Path, ...asked: Arguments<Asked<Path, 'put'>>): Promise<Answered<Path, 'put'>> {
    return this.call('put', path, asked);
  }

  patch<Path extends PathOf<'patch'>>(
    path: Path,
    ...asked: Arguments<Asked<Path, 'patch'>>
  ): Promise<Answered<Path, 'patch'>> {
    return this.call('patch', path, asked);
  }

  delete<Path extends PathOf<'delete'>>(
    path: Path,
    ...asked: Arguments<Asked<Path, 'delete'>>
  ): Promise<Answered<Path, 'delete'>> {
    return this.call('delete', path, asked);
  }

  /**
   * Events out of the feed, in their order, and at its end those that come. Whoever keeps the `cursor` of what is dealt
   * with, and goes on after it, misses nothing and repeats nothing.
   * @param listening.everyMs how soon it looks again at the end; with null it ends there
   */
  async *events({
    after,
    types = [],
    everyMs = 1_000,
    signal,
  }: Listening & { readonly everyMs?: number | null } = {}): AsyncGenerator<Event, void, undefined> {
    for (let from = after; ; ) {
      const query = { limit: PAGE, ...(types.length > 0 && { type: types.join() }), ...(from && { after: from }) };
      const { data, nextCursor, atEnd } = await this.get('/v1/events', { query, ...(signal && { signal }) });
      yield* data;
      from = nextCursor;
      if (atEnd && everyMs === null) return;
      if (atEnd) await pause(everyMs!, undefined, signal === undefined ? {} : { signal });
    }
  }

  /**
   * The same as they happen. A stream that breaks, or falls silent, is taken up where it was; without `after` it begins
   * with what happens from now on.
   */
  async *stream({ after, types = [], signal }: Listening = {}): AsyncGenerator<Event, void, undefined> {
    let broken = 0;
    for (let last = after; ; broken += 1) {
      const silence = new AbortController();
      const ends = AbortSignal.any([silence.signal, ...(signal ? [signal] : [])]);
      let timer = setTimeout(() => silence.abort(), DEAD_AFTER_MS);
      try {
        const query = types.length > 0 ? { type: types.join() } : {};
        const headers = last === undefined ? {} : { 'last-event-id': last };
        const answer = await this.send('get', '/v1/events/stream', { query, signal: ends }, headers);
        for await (const { id, event, data } of messagesOf(answer.body!)) {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), DEAD_AFTER_MS);
          last = id ?? last;
          broken = 0;
          // It says where to go on, and is no event.
          if (event !== BEAT) yield JSON.parse(data);
        }
      } catch (error) {
        if (signal?.aborted === true || isRefusal(error)) throw error;
      } finally {
        clearTimeout(timer);
        silence.abort();
      }
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(broken, 10), this.retrying.longestPauseMs);
      await pause(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
  }

  private async call<Path extends keyof paths, By extends Method>(
    method: By,
    path: Path,
    [asked]: readonly [Sent?],
  ): Promise<Answered<Path, By>> {
    const answer = await this.send(method, path, asked ?? {});
    if (answer.status === 204) return undefined as Answered<Path, By>;
    const type = answer.headers.get('content-type');
    if (type?.startsWith('application/json')) return (await answer.json()) as Answered<Path, By>;
    // A page of a proxy, or of another program at this address, is no answer: nothing may have been done.
    await answer.body?.cancel();
    throw new Error(`Expected JSON from ${answer.url}, not ${type ?? 'an answer without a type'}. Check the url.`);
  }

  /** @throws TouchlineProblem where it is refused */
  private async send(
    method: Method,
    path: string,
    { path: names = {}, query = {}, body, ifMatch, idempotencyKey = randomUUID(), signal }: Sent,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const request: RequestInit = {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${this.options.key}`,
        ...(method === 'post' && { 'idempotency-key': idempotencyKey }),
        ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    };
    const url = `${this.options.url.replace(/\/$/, '')}${filled(path, names)}${queryOf(query)}`;
    const answer = await sendUntilAnswered(() => this.fetch(url, request), {
      ...this.retrying,
      signal,
      // Meant for a version, or for what is there no more: done already, it would be refused the second time.
      isOnce: method === 'delete' || (method !== 'post' && ifMatch !== undefined),
    });
    if (!answer.ok) throw new TouchlineProblem(answer.status, await problemIn(answer));
    return answer;
  }
}

/** Whether asking again would be refused again: a proxy that finds nobody for a moment refuses nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof TouchlineProblem && error.status < 500 && ![408, 409, 429].includes(error.status);
}

function filled(path: string, names: Readonly<Record<string, unknown>>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(names[name])));
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

/** Something between here and there may have answered in its own words. */
async function problemIn(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { title: text.slice(0, 200) };
  }
}
