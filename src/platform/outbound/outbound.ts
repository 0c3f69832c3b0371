import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import type { buildConnector, Dispatcher } from 'undici';
import { Environment, hostOf } from '../running/environment.js';
import { type Instant, MS_PER_SECOND } from '../values/duration.js';
import { addressIn, isOwnAddress, isPublicAddress } from './address.js';

/**
 * Returns how long `Retry-After` asks to wait: it contains seconds, which some servers write with a fraction, or an
 * instant (RFC 9110, section 10.2.3).
 */
export function retryAfterMs(header: string | undefined, now: Instant): number {
  if (header === undefined) return 0;
  if (/^\d{1,12}(\.\d{1,12})?$/.test(header)) return Math.ceil(Number(header) * MS_PER_SECOND);
  // Date.parse reads much that is no date: "-45" as the year 2045.
  const at = /^[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

/** Time limit for a request, from the lookup of the name to the end of the answer. */
export const REQUEST_MS = 20 * MS_PER_SECOND;
/** No platform sends a longer answer unless it is broken. */
const ANSWER_BYTES_MAX = 1024 * 1024;

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /**
   * Length after which the answer is not read any further. By default it is read as a whole, and one that is too large
   * is a failure.
   */
  readonly keptBytes?: number;
}

export interface OutboundAnswer {
  /** Null if no answer arrived in time. */
  readonly status: number | null;
  /** By lower-case names; the first of several with one name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Why there is no answer, in plain English; null if there is one. */
  readonly problem: string | null;
  /** Whether no connection was made, so that the request was certainly not received. */
  readonly isUnsent?: boolean;
}

class ForbiddenAddressError extends Error {}

/** No connection was made, not even for want of a certificate that can be trusted: nothing was sent. */
class UnconnectedError extends Error {
  constructor(override readonly cause: Error) {
    super(cause.message);
  }
}

/** Loaded with the first request, because the client is a megabyte of sources. */
async function openClients(lookUp: LookUp) {
  // By the default export, which a bundle has too.
  const { Agent, buildConnector, request } = (await import('undici')).default;
  const limits = {
    maxResponseSize: ANSWER_BYTES_MAX,
    headersTimeout: REQUEST_MS,
    bodyTimeout: REQUEST_MS,
    keepAliveTimeout: 5 * MS_PER_SECOND,
  };
  const agentBy = (options: buildConnector.BuildOptions): Dispatcher => {
    const connect = buildConnector({ timeout: REQUEST_MS, ...options });
    return new Agent({
      ...limits,
      connect: (to, done) => {
        const begunMs = performance.now();
        connect(to, (...[error, socket]) => {
          if (error !== null) return done(new UnconnectedError(error), null);
          if (performance.now() - begunMs < REQUEST_MS) return done(null, socket);
          // After a stall this may run before the timers, and another node may have sent the request meanwhile.
          socket.destroy();
          done(new UnconnectedError(new DOMException('', 'TimeoutError')), null);
        });
      },
    });
  };
  return {
    request,
    guarded: agentBy({ lookup: (...args) => lookUpBut(lookUp, INSIDE, ...args) }),
    apart: agentBy({ lookup: (...args) => lookUpBut(lookUp, ITSELF, ...args) }),
    plain: agentBy({}),
  };
}
type Clients = Awaited<ReturnType<typeof openClients>>;

/**
 * Sends requests to other programs, only over https and only to public addresses. Each address of a name is checked
 * when it is connected to, so that a name cannot be pointed to an internal address later. If the environment redirects
 * a host, its requests go to the given place, wherever that is. Hosts that it names as private may be internal, and use
 * http. Redirects in answers are not followed, because credentials would be sent along.
 */
@Injectable()
export class Outbound implements OnApplicationShutdown {
  /** Resolves a host name. */
  protected readonly lookUp: LookUp = lookup;
  private clients: Promise<Clients> | undefined;
  private readonly bases: ReadonlyMap<string, string>;
  private readonly privateHosts: ReadonlySet<string>;
  private readonly ownPort: number;

  constructor({ feedbackBaseUrls, privateHosts, port }: Environment) {
    this.bases = new Map([...(feedbackBaseUrls ?? [])].map(([host, base]) => [hostOf(host), base]));
    this.privateHosts = privateHosts ?? new Set();
    this.ownPort = port;
  }

  /** Closes all connections, once no other part of the program waits for an answer. */
  async onApplicationShutdown(): Promise<void> {
    const clients = await this.clients;
    await Promise.all([clients?.guarded.destroy(), clients?.apart.destroy(), clients?.plain.destroy()]);
  }

  /** Returns why requests to an address are refused, in plain English; null if they are allowed. */
  objectionTo(url: string): string | null {
    if (!URL.canParse(url)) return `${JSON.stringify(url)} is no address`;
    const parsed = new URL(url);
    if (this.bases.has(parsed.hostname)) return null;
    const isPrivate = this.isPrivate(parsed);
    if (parsed.protocol !== 'https:' && !(isPrivate && parsed.protocol === 'http:'))
      return 'only addresses that begin with https:// are posted to, and over http:// only hosts that PRIVATE_HOSTS names';
    const address = addressIn(parsed);
    // These names mean this machine, whatever a lookup says (RFC 6761, section 6.3).
    const isLocal = /(^|\.)localhost\.?$/.test(parsed.hostname);
    if (portOf(parsed) === this.ownPort && (isLocal || (address !== null && isOwnAddress(address))))
      return `${parsed.host} ${ITSELF.words}`;
    if (isPrivate) return null;
    if (isLocal) return `${parsed.hostname} is this machine, and not in PRIVATE_HOSTS`;
    return address !== null && !isPublicAddress(address)
      ? `${address} is no address of the public network, nor in PRIVATE_HOSTS`
      : null;
  }

  /** A host named without a port is private at every port. */
  private isPrivate(address: URL): boolean {
    return this.privateHosts.has(address.hostname) || this.privateHosts.has(`${address.hostname}:${portOf(address)}`);
  }

  /** Never throws: the lack of an answer is returned as an answer too. */
  async ask({ method, url, headers, body, keptBytes }: OutboundRequest): Promise<OutboundAnswer> {
    const objection = this.objectionTo(url);
    if (objection !== null) return nothing(objection, true);
    const parsed = new URL(url);
    const base = this.bases.get(parsed.hostname);
    const target = base === undefined ? parsed : new URL(`${base}${parsed.pathname}${parsed.search}`);
    try {
      const signal = AbortSignal.timeout(REQUEST_MS);
      this.clients ??= openClients(this.lookUp);
      const { request, plain, apart, guarded } = await this.clients;
      // The operator chose where a redirected host leads, so its address is not checked. A private host may lead
      // anywhere, except to this program itself.
      const ofOwn = portOf(parsed) === this.ownPort ? apart : plain;
      const dispatcher = base !== undefined ? plain : this.isPrivate(parsed) ? ofOwn : guarded;
      const answer = await request(target, { method, headers, body: body ?? null, dispatcher, signal });
      return {
        status: answer.statusCode,
        headers: firstOfEach(answer.headers),
        text: await (keptBytes === undefined ? answer.body.text() : beginningOf(answer.body, keptBytes)),
        problem: null,
      };
    } catch (error) {
      return error instanceof UnconnectedError ? nothing(whyOf(error.cause), true) : nothing(whyOf(error), false);
    }
  }
}

/** Returns the port of a URL; by default, that of its scheme. */
function portOf({ protocol, port }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/**
 * Reads the beginning of an answer. The rest is not waited for, so that a gigabyte costs nothing. An answer that breaks
 * off, or never ends, counts by its status: otherwise the same request would be sent again and again.
 */
async function beginningOf(body: AsyncIterable<Buffer>, bytes: number): Promise<string> {
  const parts: Buffer[] = [];
  let taken = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      taken += part.length;
      if (taken >= bytes) break;
    }
  } catch {
    // The beginning is what has arrived so far.
  }
  return Buffer.concat(parts).subarray(0, bytes).toString('utf8');
}

function nothing(problem: string, isUnsent: boolean): OutboundAnswer {
  return { status: null, headers: {}, text: '', problem, isUnsent };
}

/** Describes an error without quoting anything that was sent. */
function whyOf(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return error.message;
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || /TIMEOUT/.test(code)) return `no answer came within ${REQUEST_MS / MS_PER_SECOND} s`;
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'the answer is too large';
  return `no answer came (${code || name})`;
}

function firstOfEach(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return first === undefined ? [] : [[name.toLowerCase(), first]];
    }),
  );
}

/** The signature of `dns.lookup` for all addresses. */
export type LookUp = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;
type LookedUp = (error: Error | null, address: string | LookupAddress[], family?: number) => void;

/** Addresses that are not connected to, whatever name leads there. */
interface Barred {
  readonly is: (address: string) => boolean;
  readonly words: string;
}
const INSIDE: Barred = {
  is: (address) => !isPublicAddress(address),
  words: 'is no address of the public network',
};
const ITSELF: Barred = { is: isOwnAddress, words: 'is Touchline itself' };

/** Resolves a name, and fails if any of its addresses is barred. */
function lookUpBut(lookUp: LookUp, barred: Barred, hostname: string, options: object, done: LookedUp): void {
  lookUp(hostname, { ...options, all: true }, (error, found) => {
    const inside = found?.find(({ address }) => barred.is(address));
    if (error !== null) done(error, '');
    else if (inside !== undefined)
      done(new ForbiddenAddressError(`${hostname} leads to ${inside.address}, which ${barred.words}`), '');
    else if ('all' in options && options.all === true) done(null, found);
    else done(null, found[0]!.address, found[0]!.family);
  });
}

/** Returns what the text of an answer holds; undefined if it is not JSON. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
