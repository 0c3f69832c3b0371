import { Injectable } from '@nestjs/common';
import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { BodyReading, type BodyRoom, KeyedRoom, KeylessRoom } from './body-reading.js';
import { MS_PER_SECOND } from './duration.js';
import { FormReading } from './form-reading.js';
import { Pieces } from './group.js';
import { MalformedRequestError, OverloadError, type Refusal, TooLargeError } from './refusal.js';
import { Turns } from './turns.js';

const MIB = 1024 * 1024;
export const BODY_BYTES_MAX = MIB;
export const BATCH_BYTES_MAX = 16 * MIB;
/** A list of a hundred thousand values of forty letters. */
export const LIST_BYTES_MAX = 4 * MIB;
/** Of the list in a batch. With one more, nothing further is read. */
export const BATCH_ENTRIES_MAX = 1_000;

const BUSY = 'The requests that are being worked on have bodies as large as this node can hold. Try again in a moment.';

/** Of a route that takes forms, as they come: as one text. Nothing else is taken there. */
export interface TakesForms {
  readonly takesForms?: boolean;
  /** Where they may be larger than most. */
  readonly formBytesMax?: number;
}

/** Of a route whose sender signs what it sends: the bytes are kept beside what they mean. */
export interface KeepsBytes {
  readonly keepsBytes?: boolean;
}

const FORM = 'application/x-www-form-urlencoded';
/** A note of ten thousand characters, each percent-encoded three times over. */
const FORM_BYTES_MAX = 128 * 1024;

/** A body without a key has arrived by then: a megabyte over a slow line. */
export const KEYLESS_BODY_MS = 10 * MS_PER_SECOND;

/** A request without a key that was let in by what stands in its address and headers. */
export interface GuestRequest {
  /** Who shares turns with whom: the connection of a CRM, a link. */
  guest?: string;
}

type HoldingRequest = FastifyRequest & GuestRequest & { room?: BodyRoom; held?: number; bytes?: Buffer };
type Done = (error: Error | null, body?: unknown) => void;

/** A body on its way in. */
interface Reading {
  /** How much memory it takes, about. */
  readonly weight: number;
  /** @returns why nothing more of it is read */
  add(piece: Buffer): Refusal | null;
  finish(): Promise<unknown>;
}

/**
 * Reads the bodies of requests. Each is weighed while it arrives, so that what is too large, holds too many values or
 * finds no room is refused before it becomes anything. What is held for it is let go when it is answered.
 */
@Injectable()
export class Bodies {
  private readonly keyed = new KeyedRoom();
  private readonly keyless = new KeylessRoom();
  private uploadsAborted = 0;

  /** How many bodies have broken off since this node started: their sender hung up, or the network did. */
  get aborted(): number {
    return this.uploadsAborted;
  }

  /** Takes the place of Fastify's own parser: an empty body is none. @param keylessMs for a whole body without a key */
  serve(fastify: FastifyInstance, keylessMs = KEYLESS_BODY_MS): void {
    // Not when its sender hangs up: whoever did that would have room again while the work goes on.
    fastify.addHook('onSend', (request, _reply, answer, done) => {
      letGo(request);
      done(null, answer);
    });
    fastify.addContentTypeParser(['application/json', 'application/problem+json'], (request, payload, done) => {
      const limit = request.routeOptions.bodyLimit ?? BODY_BYTES_MAX;
      if (takesForms(request)) refuseType('application/json', done as Done);
      else this.take(request, payload, { limit, keylessMs, reading: jsonReading(request, limit) }, done as Done);
    });
    fastify.addContentTypeParser(FORM, (request, payload, done) => {
      const { formBytesMax: limit = FORM_BYTES_MAX } = request.routeOptions.config as TakesForms;
      if (!takesForms(request)) refuseType(FORM, done as Done);
      else this.take(request, payload, { limit, keylessMs, reading: new FormReading(limit) }, done as Done);
    });
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
    // What is announced is held against the room of those with a key alone: anybody could announce anything.
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
    // It broke off while somebody looked at who sends it: nothing more is heard of it.
    if (request.raw.destroyed) onAbort();
  }
}

/** Bytes that are weighed in one go. */
const PIECE = 64 * 1024;

/**
 * A body in JSON whose bytes are kept as well. What nobody finishes is not worth looking at, so it is weighed when it is
 * there. A field that stands twice is taken: whoever signs what it sends is a program that nobody here can mend.
 */
class SignedReading implements Reading {
  private readonly pieces = new Pieces();
  private bytes = 0;

  constructor(
    private readonly request: HoldingRequest,
    private readonly limit: number,
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
    const whole = this.pieces.whole();
    const json = new BodyReading({ bytes: this.limit });
    const turns = new Turns();
    for (let from = 0; from < whole.length; from += PIECE) {
      const refusal = json.add(whole.subarray(from, from + PIECE));
      if (refusal !== null) throw refusal;
      await turns.next();
    }
    // What it means weighs besides what it is.
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

/** @param cut ends the reading of this body; it does not give way to itself */
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

function refuseType(type: string, done: Done): void {
  done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(type));
}

function tooSlow(limitMs: number): MalformedRequestError {
  return new MalformedRequestError(`Without a key, a body has to arrive within ${limitMs / MS_PER_SECOND} seconds.`);
}

/** What was sent, as it came, to a route that keeps it; nothing where nothing was sent. */
export function bytesOf(request: FastifyRequest): Buffer {
  return (request as HoldingRequest).bytes ?? Buffer.alloc(0);
}
