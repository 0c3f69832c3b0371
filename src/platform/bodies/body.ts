import { Injectable } from '@nestjs/common';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { MalformedRequestError, OverloadError, type Refusal, TooLargeError } from '../input/refusal.js';
import { Turns } from '../running/turns.js';
import { MS_PER_SECOND } from '../values/duration.js';
import { BodyReading, type BodyRoom, KeyedRoom, KeylessRoom } from './body-reading.js';
import { FormReading } from './form-reading.js';
import { Pieces } from './pieces.js';

const MIB = 1024 * 1024;
export const BODY_BYTES_MAX = MIB;
export const BATCH_BYTES_MAX = 16 * MIB;
/** Room for a list of a hundred thousand values of forty letters. */
export const LIST_BYTES_MAX = 4 * MIB;
/** Limit for the list in a batch. Reading stops at the first entry beyond it. */
export const BATCH_ENTRIES_MAX = 1_000;

const BUSY = 'The requests that are being worked on have bodies as large as this node can hold. Try again in a moment.';

/** Configuration of a route that accepts forms and no other type. The form arrives as unparsed text. */
export interface TakesForms {
  readonly takesForms?: boolean;
  /** A higher limit than usual, for large forms. */
  readonly formBytesMax?: number;
}

/** Configuration of a route that takes bodies of any type, as their bytes (`bytesOf`). They are read by whoever knows the sender. */
export interface TakesAnything {
  readonly takesAnything?: boolean;
}

/** Configuration of a route whose senders sign their requests: the raw bytes are kept beside the parsed body. */
export interface KeepsBytes {
  readonly keepsBytes?: boolean;
}

/** Configuration of a route that accepts files and no other type. The file arrives as a stream. */
export interface TakesFiles {
  readonly takesFiles?: boolean;
}

/** Browsers name the type of a CSV or an XLSX as the programs of their machine do. */
export const FILE_TYPES = [
  'text/csv',
  'text/tab-separated-values',
  'text/plain',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/octet-stream',
] as const;

const FORM = 'application/x-www-form-urlencoded';
/** Room for a note of ten thousand characters of three percent-encoded bytes each. */
const FORM_BYTES_MAX = 128 * 1024;

/** Time within which a body without a key has to arrive: enough for a megabyte over a slow line. */
export const KEYLESS_BODY_MS = 10 * MS_PER_SECOND;

/** A request without a key that was authorised by its address and headers. */
export interface GuestRequest {
  /** The name under which the request takes turns: the connection of a CRM, a link. */
  guest?: string;
}

type HoldingRequest = FastifyRequest & GuestRequest & { room?: BodyRoom; held?: number; bytes?: Buffer };
type Done = (error: Error | null, body?: unknown) => void;

/** A request body while it arrives. */
interface Reading {
  /** Approximate memory that the body takes, in bytes. */
  readonly weight: number;
  /** @returns the reason to stop reading, or null */
  add(piece: Buffer): Refusal | null;
  finish(): Promise<unknown>;
}

/**
 * Reads request bodies. Each is weighed while it arrives, so that one that is too large, holds too many values or finds
 * no room is refused before it is parsed. Its memory is released when the request is answered.
 */
@Injectable()
export class Bodies {
  private readonly keyed = new KeyedRoom();
  private readonly keyless = new KeylessRoom();
  private uploadsAborted = 0;

  /** Number of bodies that broke off since this node started, because the sender hung up or the network failed. */
  get aborted(): number {
    return this.uploadsAborted;
  }

  /**
   * Replaces Fastify's own parser. An empty body counts as none. @param keylessMs limit for a whole body without a key
   */
  serve(fastify: FastifyInstance, keylessMs = KEYLESS_BODY_MS): void {
    // Not when the sender hangs up: it could then send more while the work on its request still goes on.
    fastify.addHook('onSend', (request, _reply, answer, done) => {
      letGo(request);
      done(null, answer);
    });
    fastify.addContentTypeParser([...FILE_TYPES], (request, payload, done) => {
      const { takesFiles = false } = request.routeOptions.config as TakesFiles;
      if (takesAnything(request)) this.takeBytes(request, payload, keylessMs, done as Done);
      else if (takesFiles) done(null, payload);
      else refuseType(request.headers['content-type']!, done as Done);
    });
    fastify.addContentTypeParser(['application/json', 'application/problem+json'], (request, payload, done) => {
      const limit = request.routeOptions.bodyLimit ?? BODY_BYTES_MAX;
      const { takesFiles = false } = request.routeOptions.config as TakesFiles;
      if (takesAnything(request)) this.takeBytes(request, payload, keylessMs, done as Done);
      else if (takesForms(request) || takesFiles) refuseType('application/json', done as Done);
      else this.take(request, payload, { limit, keylessMs, reading: jsonReading(request, limit) }, done as Done);
    });
    fastify.addContentTypeParser(FORM, (request, payload, done) => {
      const { formBytesMax: limit = FORM_BYTES_MAX } = request.routeOptions.config as TakesForms;
      if (takesAnything(request)) this.takeBytes(request, payload, keylessMs, done as Done);
      else if (!takesForms(request)) refuseType(FORM, done as Done);
      else this.take(request, payload, { limit, keylessMs, reading: new FormReading(limit) }, done as Done);
    });
    fastify.addContentTypeParser('*', (request, payload, done) => {
      if (takesAnything(request)) this.takeBytes(request, payload, keylessMs, done as Done);
      else refuseType(request.headers['content-type'] ?? '', done as Done);
    });
  }

  private takeBytes(request: HoldingRequest, payload: NodeJS.ReadableStream, keylessMs: number, done: Done): void {
    const limit = request.routeOptions.bodyLimit ?? BODY_BYTES_MAX;
    this.take(request, payload, { limit, keylessMs, reading: new BytesReading(request, limit) }, done);
  }

  private take(
    request: HoldingRequest,
    payload: NodeJS.ReadableStream,
    { limit, keylessMs, reading }: { limit: number; keylessMs: number; reading: Reading },
    done: Done,
  ): void {
    const declared = Number(request.headers['content-length'] ?? 0);
    const isKeyless = request.guest !== undefined;
    const room = isKeyless ? this.keyless : this.keyed;
    // Checks the room for the declared length only if there is a key: without one, anybody could declare anything.
    if (declared > limit || !(isKeyless || room.has(declared, declared))) {
      done(declared > limit ? new TooLargeError(limit) : new OverloadError(BUSY));
      return;
    }
    request.room = room;
    const stop = () => {
      payload.removeListener('data', onData).removeListener('end', onEnd).removeListener('error', onError);
      clearTimeout(timer);
      this.keyless.end(cut);
    };
    const refuse = (error: Error) => {
      stop();
      done(error);
    };
    const cut = () => {
      letGo(request);
      refuse(new OverloadError(BUSY));
    };
    const onData = (piece: Buffer) => {
      const refusal = reading.add(piece) ?? (hold(request, reading.weight, cut) ? null : new OverloadError(BUSY));
      if (refusal !== null) refuse(refusal);
    };
    const onEnd = () => {
      stop();
      reading.finish().then((body) => done(null, body), done);
    };
    const onAbort = () => {
      this.uploadsAborted += 1;
      refuse(new MalformedRequestError('The connection ended before the body did.'));
    };
    const onError = (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? onAbort() : refuse(error));
    const timer = isKeyless ? setTimeout(() => refuse(tooSlow(keylessMs)), keylessMs) : undefined;
    if (isKeyless) this.keyless.begin(cut);
    payload.on('data', onData).on('end', onEnd).on('error', onError);
    // The connection closed while the sender was being authenticated, so that no further event arrives.
    if (request.raw.destroyed) onAbort();
  }
}

/** Bytes that are weighed before other requests get a turn. */
const PIECE = 64 * 1024;

/** A body that is kept as its bytes, whatever it is. */
class BytesReading implements Reading {
  protected readonly pieces = new Pieces();
  private bytes = 0;

  constructor(
    protected readonly request: HoldingRequest,
    protected readonly limit: number,
  ) {}

  get weight(): number {
    return this.pieces.weight;
  }

  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.limit) return new TooLargeError(this.limit);
    this.pieces.add(piece);
    return null;
  }

  async finish(): Promise<unknown> {
    this.request.bytes = this.pieces.whole();
    return undefined;
  }
}

/**
 * A JSON body whose raw bytes are kept. It is weighed once it is complete: an unfinished body is not worth the work. A
 * duplicate field is accepted, because we cannot fix the programs that sign their requests.
 */
class SignedReading extends BytesReading {
  override async finish(): Promise<unknown> {
    const whole = this.pieces.whole();
    const json = new BodyReading({ bytes: this.limit });
    const turns = new Turns();
    for (let from = 0; from < whole.length; from += PIECE) {
      const refusal = json.add(whole.subarray(from, from + PIECE));
      if (refusal !== null) throw refusal;
      await turns.next();
    }
    // The parsed body takes memory in addition to its raw bytes.
    if (!hold(this.request, this.weight + json.weight, () => undefined)) throw new OverloadError(BUSY);
    this.request.bytes = whole;
    return json.finish(false);
  }
}

function jsonReading(request: FastifyRequest, limit: number): Reading {
  const { keepsBytes = false } = request.routeOptions.config as KeepsBytes;
  if (keepsBytes) return new SignedReading(request, limit);
  return new BodyReading({ bytes: limit, ...(limit === BATCH_BYTES_MAX && { entries: BATCH_ENTRIES_MAX }) });
}

/** @param cut ends the reading of this body, which is never cut to make room for itself */
function hold(request: HoldingRequest, weight: number, cut: () => void): boolean {
  const { room } = request;
  const more = weight - (request.held ?? 0);
  if (!room!.has(more, weight, cut)) return false;
  room!.change(more);
  request.held = weight;
  return true;
}

function letGo(request: HoldingRequest): void {
  request.room?.change(-(request.held ?? 0));
  request.held = 0;
}

function takesForms(request: FastifyRequest): boolean {
  return (request.routeOptions.config as TakesForms).takesForms === true;
}

function takesAnything(request: FastifyRequest): boolean {
  return (request.routeOptions.config as TakesAnything).takesAnything === true;
}

function refuseType(type: string, done: Done): void {
  done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(type));
}

function tooSlow(limitMs: number): MalformedRequestError {
  return new MalformedRequestError(`Without a key, a body has to arrive within ${limitMs / MS_PER_SECOND} seconds.`);
}

/** Returns the raw body sent to a route that keeps it; empty if there was none. */
export function bytesOf(request: FastifyRequest): Buffer {
  return (request as HoldingRequest).bytes ?? Buffer.alloc(0);
}
