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

/*
 * The API, asked with the cookie of the session. Types are those of the client for programs, which is made of the API's
 * own document.
 */

export { TouchlineProblem };
export type Schemas = components['schemas'];

/** The API cannot be reached: the network is cut, or the program is being restarted. */
export class ServerUnreachable extends Error {
  override readonly name = 'Unreachable';
  constructor() {
    super('Touchline cannot be reached. Try it again in a moment.');
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

/** What can be asked of a route. */
export type QueryOf<Path extends PathOf<'get'>> =
  Asked<Path, 'get'> extends { readonly query?: infer Query } ? NonNullable<Query> : never;

/** What is sent to a route. */
export type BodyOf<Path extends PathOf<'post'>> =
  Asked<Path, 'post'> extends { readonly body: infer Body } ? Body : never;

/** @throws TouchlineProblem where it is refused, Unreachable where nobody answers */
export const get = caller('get');
/** Sent again with the same `Idempotency-Key` while nobody answers: what it asks for is done once. */
export const post = caller('post');
export const put = caller('put');
export const patch = caller('patch');
export const remove = caller('delete');

/** Whoever works on this page. Where it is somebody else who is logged in by now, nothing is done in their name. */
let worker: string | null = null;
export function askAs(id: string): void {
  worker = id;
}

/** Called when an answer says that nobody is logged in any more. */
let onLoggedOut: () => void = () => undefined;
export function whenLoggedOut(listener: () => void): void {
  onLoggedOut = listener;
}

function caller<By extends Method>(method: By): Call<By> {
  return (path, ...[asked]) => ask(method, path, (asked ?? {}) as Sent) as never;
}

const AGAIN_MS = [1_000, 3_000, 10_000, 30_000];

/** What answers a secret would make another one each time. */
const MAKES_SECRETS = /^\/v1\/(api-keys|crm-connections|session|webhooks)\b|\/links$/;

/** Where the path is known only as it runs, as those of kinds of configuration are: whoever asks knows what is answered. */
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

/** What is answered as a file, to be saved. */
export async function getFile(path: string, type: string): Promise<Blob> {
  return (await answered(path, { headers: { accept: type } })).blob();
}

const isJson = ({ headers }: Response) => /^application\/(problem\+)?json/.test(headers.get('content-type') ?? '');

async function answered(path: string, asked: RequestInit): Promise<Response> {
  const answer = await fetch(path, asked).catch((error: unknown) => {
    if (asked.signal?.aborted) throw error;
    throw new ServerUnreachable();
  });
  // By a proxy whose program is not there, and by a program that is stopping.
  if ([502, 503, 504].includes(answer.status)) throw new ServerUnreachable();
  if (answer.ok) return answer;
  if (answer.status === 401) onLoggedOut();
  const title = `It was answered with ${answer.status}`;
  const problem = isJson(answer) ? ((await answer.json()) as Record<string, unknown>) : { title };
  throw new TouchlineProblem(answer.status, problem);
}

/** A key for a request that may have to be sent again. `crypto.randomUUID` is missing on plain http. */
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
