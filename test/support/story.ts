import type { Example, Examples } from '../../src/platform/openapi/openapi-examples.js';
import type { TestApplication } from './application.js';
import type { Answer } from './client.js';
import type { Json } from './json.js';

interface ExampleOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The admin key by default; null sends none. */
  readonly key?: string | null;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const FIRST_ID = '019cafc2-1a00-7000-8000-';
const A_KEY = /tl_[A-Za-z0-9_-]+/g;
/** The part of a connection's address that nobody can guess. */
const AN_ADDRESS = /\bin_[A-Za-z0-9_-]{24}/g;
const A_COOKIE = /touchline=[A-Za-z0-9_-]{43}(\.[A-Za-z0-9_-]{22})?/g;
const A_SIGNING_SECRET = /whsec_[A-Za-z0-9+/=]+/g;
/** Fields with cursors, which are opaque and differ from run to run. */
const CURSORS = new Set(['cursor', 'nextCursor', 'after']);
/** The `after` of a feed is a cursor, but that of an action is a duration, which stays. */
const A_DURATION = /^P[\dT]/;
/** A cursor in a body that is shown as text. */
const A_CURSOR_IN_TEXT = /(\\"cursor\\":\\")[\w-]+/g;
/** A link, whose token and host differ from run to run. */
const A_LINK = /https?:\/\/[^"/]+\/act\/(handoff(?:-map)?)\/[\w.~-]+/g;
/** Fields that tell how long this machine took. */
const TOOK: Readonly<Record<string, number>> = { tookMs: 42, feedLagSeconds: 0 };
const A_CURSOR = 'WyJhIGN1cnNvciJd';

/** Sends requests to every route and records the requests and answers, with ids that are the same in each run. */
export class Story {
  private readonly told: Record<string, Example[]> = {};
  private readonly ids = new Map<string, string>();

  private constructor(
    private readonly app: TestApplication,
    private readonly routes: ReadonlyMap<string, { method: string; path: string; headers: readonly string[] }>,
  ) {}

  static async on(app: TestApplication): Promise<Story> {
    const { body: document } = await app.get('/openapi.json', { key: null });
    const routes = Object.entries<
      Record<string, { operationId: string; responses: Record<string, { headers?: object }> }>
    >(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId, responses }]) => {
        const headers = Object.values(responses).flatMap((response) => Object.keys(response.headers ?? {}));
        return [operationId, { method: method.toUpperCase(), path, headers }] as const;
      }),
    );
    return new Story(app, new Map(routes));
  }

  get examples(): Examples {
    const inOrder = Object.entries(this.told).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(inOrder);
  }

  /**
   * Sends a request, and records it with its answer.
   * @param title what the example shows
   * @param status the expected status; by default any below 300
   */
  async tell(operationId: string, title: string, options: ExampleOptions = {}, status?: number): Promise<Json> {
    const route = this.routes.get(operationId);
    if (route === undefined) throw new Error(`No route is called ${operationId}`);
    const { path = {}, query = {}, headers = {}, body, key } = options;
    const place = Object.entries(path).reduce((text, [name, value]) => text.replace(`{${name}}`, value), route.path);
    const search = new URLSearchParams(query).toString();
    // A file is sent as it is, and is no example of JSON.
    const isFile = typeof body === 'string';
    const answer = await this.app.ask(
      route.method,
      search === '' ? place : `${place}?${search}`,
      isFile ? undefined : body,
      {
        ...(isFile && { raw: body }),
        ...(key !== undefined && { key }),
        headers,
      },
    );
    if (status === undefined ? answer.status >= 300 : answer.status !== status)
      throw new Error(`${operationId}, ${title}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const sent = Object.fromEntries(
      Object.entries({ path, query, headers }).filter(([, values]) => Object.keys(values).length > 0),
    );
    this.told[operationId] = [
      ...(this.told[operationId] ?? []),
      this.moreLasting({
        title,
        request: { ...sent, ...(body !== undefined && !isFile && { body }) },
        answer: seen(answer, route),
      }),
    ];
    return answer.body;
  }

  private moreLasting(example: Example): Example {
    const text = JSON.stringify(example, (name, value) =>
      CURSORS.has(name) && typeof value === 'string' && !A_DURATION.test(value) ? A_CURSOR : (TOOK[name] ?? value),
    );
    return JSON.parse(
      text
        .replace(ID, (id) => this.lastingId(id))
        .replace(A_KEY, 'tl_aSecretThatIsShownOnlyOnce')
        .replace(AN_ADDRESS, 'in_aKeyThatNobodyCanGuess')
        .replace(A_COOKIE, 'touchline=aTokenThatNoScriptReads')
        .replace(A_CURSOR_IN_TEXT, `$1${A_CURSOR}`)
        .replace(A_LINK, 'https://touchline.example.com/act/$1/aTokenThatIsShownOnlyOnce')
        .replace(A_SIGNING_SECRET, 'whsec_aSecretThatIsShownOnlyOnce'),
    );
  }

  private lastingId(id: string): string {
    const moreLasting = this.ids.get(id) ?? FIRST_ID + (this.ids.size + 1).toString(16).padStart(12, '0');
    this.ids.set(id, moreLasting);
    return moreLasting;
  }
}

function seen({ status, type, body, headers }: Answer, route: { headers: readonly string[] }): Example['answer'] {
  const told = route.headers
    .filter((name) => headers.has(name))
    .map((name) => [name.toLowerCase(), headers.get(name)!]);
  const isLong = typeof body === 'string' && !['text/csv', 'application/x-ndjson'].includes(type);
  return {
    status,
    ...(type !== '' && { type }),
    ...(told.length > 0 && { headers: Object.fromEntries(told) }),
    ...(body !== '' && !isLong && { body }),
  };
}
