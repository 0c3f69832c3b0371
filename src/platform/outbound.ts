import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import type { Dispatcher } from 'undici';
import { addressIn, isOwnAddress, isPublicAddress } from './address.js';
import { type Instant, MS_PER_SECOND } from './duration.js';
import { Environment, hostOf } from './environment.js';

/** For how long `Retry-After` asks to be left alone: it holds seconds, or an instant (RFC 9110, section 10.2.3). */
export function retryAfterMs(header: string | undefined, now: Instant): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * MS_PER_SECOND;
  const at = Date.parse(header);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now);
}

/** A request takes so long at most, from the look-up of the name to the end of the answer. */
const LONGEST_MS = 20 * MS_PER_SECOND;
/** More than that no platform answers that is in its senses. */
const ANSWER_BYTES_MAX = 1024 * 1024;

interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** So much of the answer is enough, and no more of it is taken; by default all of it is, and a large one is a failure. */
  readonly keptBytes?: number;
}

export interface OutboundAnswer {
  /** Null where none came in time. */
  readonly status: number | null;
  /** In lower case; of several of one name the first. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Why no answer came, in plain English; null where one did. */
  readonly problem: string | null;
  /** Nobody could be connected to: nobody has heard it. */
  readonly isUnsent?: boolean;
}

class ForbiddenAddressError extends Error {}

/** Loaded with the first request: a megabyte of sources. */
async function openClients(lookUp: LookUp) {
  // By its default export, which a bundle has of it too.
  const { Agent, request } = (await import('undici')).default;
  const limits = {
    maxResponseSize: ANSWER_BYTES_MAX,
    headersTimeout: LONGEST_MS,
    bodyTimeout: LONGEST_MS,
    keepAliveTimeout: 5 * MS_PER_SECOND,
  };
  const guarded: Dispatcher = new Agent({
    ...limits,
    connect: { timeout: LONGEST_MS, lookup: (...asked) => lookUpBut(lookUp, INSIDE, ...asked) },
  });
  const apart: Dispatcher = new Agent({
    ...limits,
    connect: { timeout: LONGEST_MS, lookup: (...asked) => lookUpBut(lookUp, ITSELF, ...asked) },
  });
  const plain: Dispatcher = new Agent({ ...limits, connect: { timeout: LONGEST_MS } });
  return { request, guarded, apart, plain };
}
type Clients = Awaited<ReturnType<typeof openClients>>;

/**
 * Asks programs elsewhere. Only over https, and only at public addresses: each address that a name leads to is looked at
 * when it is connected to, so that no name can be turned to the inside later. Where the environment says that requests to a host
 * go elsewhere, they go there, wherever that is; hosts that it calls private are asked as they are. Redirects are not followed: credentials would go along.
 */
@Injectable()
export class Outbound implements OnApplicationShutdown {
  /** Where a name leads. */
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

  /** When nobody asks any more. */
  async onApplicationShutdown(): Promise<void> {
    const clients = await this.clients;
    await Promise.all([clients?.guarded.close(), clients?.apart.close(), clients?.plain.close()]);
  }

  /** Why an address is not asked, in plain English; null where it may be. */
  objectionTo(url: string): string | null {
    if (!URL.canParse(url)) return `${JSON.stringify(url)} is no address`;
    const asked = new URL(url);
    if (this.bases.has(asked.hostname)) return null;
    const isPrivate = this.isPrivate(asked);
    if (asked.protocol !== 'https:' && !(isPrivate && asked.protocol === 'http:'))
      return 'only addresses that begin with https:// are posted to, and over http:// only hosts that PRIVATE_HOSTS names';
    const address = addressIn(asked);
    // Names of this very machine, whatever a look-up would say (RFC 6761, section 6.3).
    const isLocal = /(^|\.)localhost\.?$/.test(asked.hostname);
    if (portOf(asked) === this.ownPort && (isLocal || (address !== null && isOwnAddress(address))))
      return `${asked.host} ${ITSELF.words}`;
    if (isPrivate) return null;
    if (isLocal) return `${asked.hostname} is this machine, and not in PRIVATE_HOSTS`;
    return address !== null && !isPublicAddress(address)
      ? `${address} is no address of the public network, nor in PRIVATE_HOSTS`
      : null;
  }

  /** Named alone, a host is private at every port. */
  private isPrivate(asked: URL): boolean {
    return this.privateHosts.has(asked.hostname) || this.privateHosts.has(`${asked.hostname}:${portOf(asked)}`);
  }

  /** Never throws: that nothing came is an answer too. */
  async ask({ method, url, headers, body, keptBytes }: OutboundRequest): Promise<OutboundAnswer> {
    const objection = this.objectionTo(url);
    if (objection !== null) return nothing(objection, true);
    const asked = new URL(url);
    const base = this.bases.get(asked.hostname);
    const target = base === undefined ? asked : new URL(`${base}${asked.pathname}${asked.search}`);
    try {
      const signal = AbortSignal.timeout(LONGEST_MS);
      this.clients ??= openClients(this.lookUp);
      const { request, plain, apart, guarded } = await this.clients;
      // Whoever leads a platform elsewhere says where to; a private host is whatever its name leads to.
      const ofOwn = portOf(asked) === this.ownPort ? apart : plain;
      const dispatcher = base !== undefined ? plain : this.isPrivate(asked) ? ofOwn : guarded;
      const answer = await request(target, { method, headers, body: body ?? null, dispatcher, signal });
      return {
        status: answer.statusCode,
        headers: firstOfEach(answer.headers),
        text: await (keptBytes === undefined ? answer.body.text() : beginningOf(answer.body, keptBytes)),
        problem: null,
      };
    } catch (error) {
      return nothing(whyOf(error), isUnconnected(error));
    }
  }
}

/** That of the scheme where none is named. */
function portOf({ protocol, port }: URL): number {
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/**
 * The rest is not waited for: who sends a gigabyte sends it to nobody. Whose answer breaks off, or never ends, has answered
 * all the same: by its status, and it would be asked for the same again and again.
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
    // What has come by then is how it begins.
  }
  return Buffer.concat(parts).subarray(0, bytes).toString('utf8');
}

function nothing(problem: string, isUnsent: boolean): OutboundAnswer {
  return { status: null, headers: {}, text: '', problem, isUnsent };
}

/** Of a look-up or a connection, before anything was sent. */
const UNCONNECTED: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

function isUnconnected(error: unknown): boolean {
  return error instanceof ForbiddenAddressError || UNCONNECTED.includes((error as { code?: unknown }).code);
}

/** Of errors only what says nothing of what was sent. */
function whyOf(error: unknown): string {
  if (error instanceof ForbiddenAddressError) return error.message;
  const { name = '', code = '' } = error as { name?: string; code?: string };
  if (name === 'TimeoutError' || /TIMEOUT/.test(code)) return `no answer came within ${LONGEST_MS / MS_PER_SECOND} s`;
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

/** As `dns.lookup`, of all addresses. */
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

/** As a look-up, and refuses where any address that a name leads to is barred. */
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
