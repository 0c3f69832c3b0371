import type { components } from '../../../../clients/typescript/src/api.js';
import type {
  Answered,
  Arguments,
  Asked,
  Asking,
  Method,
  PathOf,
} from '../../../../clients/typescript/src/operations.js';
import { TouchlineProblem } from '../../../../clients/typescript/src/problem.js';

/* Calls the API with the session's cookie. Its types come from the TypeScript client. */

export { TouchlineProblem };
export type Schemas = components['schemas'];

/** The API did not answer: the network is down, or the program is restarting. */
export class ServerUnreachable extends Error {
  override readonly name = 'Unreachable';
  constructor() {
    super('Touchline cannot be reached. Try again in a moment.');
  }
}

interface Sent extends Asking {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

type Call<By extends Method> = <Path extends PathOf<By>>(
  path: Path,
  ...asked: Arguments<Asked<Path, By>>
) => Promise<Answered<Path, By>>;

export type QueryOf<Path extends PathOf<'get'>> =
  Asked<Path, 'get'> extends { readonly query?: infer Query } ? NonNullable<Query> : never;

export type BodyOf<Path extends PathOf<'post'>> =
  Asked<Path, 'post'> extends { readonly body: infer Body } ? Body : never;

/** @throws TouchlineProblem if the API refuses the request @throws ServerUnreachable if it does not answer */
export const get = caller('get');
/** Retries with the same `Idempotency-Key` while the server is unreachable, so that the request takes effect once. */
export const post = caller('post');
export const put = caller('put');
export const patch = caller('patch');
export const remove = caller('delete');

/** The user of this page. The server refuses changes if someone else has logged in meanwhile. */
let worker: string | null = null;
export function askAs(id: string): void {
  worker = id;
}

/** Called when a response says that the session is over. */
let onLoggedOut: () => void = () => undefined;
export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener;
}

function caller<By extends Method>(method: By): Call<By> {
  // Not checked against the types of all routes, whose union is too large for the compiler.
  const call = (path: string, asked: Sent = {}) => ask(method, path, asked);
  return call as unknown as Call<By>;
}

const AGAIN_MS = [1_000, 3_000, 10_000, 30_000];

/** Not retried: a repeated request would create another secret. */
const MAKES_SECRETS = /^\/v1\/(api-keys|crm-connections|session|webhooks)\b|\/links$/;

/** Sends a request whose path is known only at run time. The caller knows the type of the response. */
export async function ask(method: Method, path: string, sent: Sent = {}): Promise<unknown> {
  const isRepeatable = method === 'post' && !MAKES_SECRETS.test(path);
  const idempotencyKey = sent.idempotencyKey ?? newKey();
  for (let times = 0; ; times += 1) {
    try {
      return await askOnce(method, path, { ...sent, idempotencyKey });
    } catch (error) {
      if (!(isRepeatable && error instanceof ServerUnreachable) || times >= AGAIN_MS.length) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS[times]));
      sent.signal?.throwIfAborted();
    }
  }
}

async function askOnce(
  method: Method,
  path: string,
  { path: names = {}, query = {}, body, ifMatch, idempotencyKey, signal }: Sent & { readonly idempotencyKey: string },
): Promise<unknown> {
  const answer = await answered(`${filled(path, names)}${queryOf(query)}`, {
    method: method.toUpperCase(),
    headers: {
      ...(method === 'post' && { 'idempotency-key': idempotencyKey }),
      ...(method !== 'get' && worker !== null && { 'touchline-as': worker }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  return isJson(answer) ? answer.json() : undefined;
}

/** Sends a file, whatever the browser takes it to be. @returns the answer */
export async function putFile<Answer>(path: string, file: Blob): Promise<Answer> {
  const headers = { 'content-type': 'application/octet-stream', ...(worker !== null && { 'touchline-as': worker }) };
  return (await answered(path, { method: 'PUT', headers, body: file })).json() as Promise<Answer>;
}

export async function getFile(path: string, type: string): Promise<Blob> {
  return (await answered(path, { headers: { accept: type } })).blob();
}

const isJson = ({ headers }: Response) => /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '');

async function answered(path: string, asked: RequestInit): Promise<Response> {
  const answer = await fetch(path, asked).catch((error: unknown) => {
    if (asked.signal?.aborted) throw error;
    throw new ServerUnreachable();
  });
  // Sent by a proxy without a running program, and by a program that is stopping.
  if ([502, 503, 504].includes(answer.status)) throw new ServerUnreachable();
  if (answer.ok) return answer;
  if (answer.status === 401) onLoggedOut();
  const title = `The server responded with status ${answer.status}`;
  const problem = isJson(answer) ? ((await answer.json()) as Record<string, unknown>) : { title };
  throw new TouchlineProblem(answer.status, problem);
}

/** Returns an idempotency key. `crypto.randomUUID` is missing on plain http. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
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
