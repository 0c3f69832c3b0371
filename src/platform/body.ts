import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BodyWeight } from './body-weight.js';
import { InvalidRequestError, MalformedRequestError, OverloadError, type Refusal, TooLargeError } from './refusal.js';

const MIB = 1024 * 1024;
export const BODY_BYTES_MAX = MIB;
export const BATCH_BYTES_MAX = 16 * MIB;

/**
 * What the bodies of all requests under way may weigh together. Three of the heaviest that there can be, or two hundred
 * batches of 1,000 ordinary leads; what becomes of them takes up to four times as much, which a heap of 1 GB has room for.
 */
const HELD_MAX = 96 * MIB;
/** Whoever sends less still gets in when large bodies have taken all that is theirs. */
const SMALL = 64 * 1024;
const HELD_FOR_SMALL = 32 * MIB;

const BUSY = 'The requests that are being worked on have bodies as large as this node can hold. Try again in a moment.';

type HoldingRequest = FastifyRequest & { held?: number };
type Done = (error: Error | null, body?: unknown) => void;

/**
 * Reads the bodies of requests. Each is weighed while it arrives, so that what is too large, holds too many values or
 * finds no room is refused before it becomes anything. What is held for it is let go when it is answered.
 */
export class Bodies {
  private held = 0;

  /** Takes the place of Fastify's own parser: an empty body is none. */
  serve(fastify: FastifyInstance): void {
    // Not when its sender hangs up: whoever did that would have room again while the work goes on.
    fastify.addHook('onSend', (request, _reply, answer, done) => {
      this.letGo(request);
      done(null, answer);
    });
    fastify.addContentTypeParser(['application/json', 'application/problem+json'], (request, payload, done) =>
      this.read(request, payload, done as Done),
    );
  }

  private read(request: FastifyRequest, payload: NodeJS.ReadableStream, done: Done): void {
    const limit = request.routeOptions.bodyLimit ?? BODY_BYTES_MAX;
    const declared = Number(request.headers['content-length'] ?? 0);
    const hasRoom = this.hasRoom(declared, declared);
    if (declared > limit || !hasRoom) {
      done(declared > limit ? tooLarge() : new OverloadError(BUSY));
      return;
    }
    const reading = new Reading(limit);
    const finish = (error: Error | null, body?: unknown) => {
      payload.removeListener('data', onData).removeListener('end', onEnd).removeListener('error', finish);
      done(error, body);
    };
    const onData = (piece: Buffer) => {
      const refusal = reading.add(piece) ?? (this.hold(request, reading.weight) ? null : new OverloadError(BUSY));
      if (refusal !== null) finish(refusal);
    };
    const onEnd = () => {
      try {
        finish(null, reading.finish());
      } catch (error) {
        finish(error as Error);
      }
    };
    payload.on('data', onData).on('end', onEnd).on('error', finish);
  }

  private hold(request: HoldingRequest, weight: number): boolean {
    const more = weight - (request.held ?? 0);
    if (!this.hasRoom(more, weight)) return false;
    this.held += more;
    request.held = weight;
    return true;
  }

  private letGo(request: HoldingRequest): void {
    this.held -= request.held ?? 0;
    request.held = 0;
  }

  private hasRoom(more: number, weight: number): boolean {
    return this.held + more <= HELD_MAX + (weight <= SMALL ? HELD_FOR_SMALL : 0);
  }
}

/** One body on its way in. */
class Reading {
  private readonly weighed = new BodyWeight();
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private bytes = 0;
  private text = '';

  constructor(private readonly limit: number) {}

  get weight(): number {
    return this.weighed.total;
  }

  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.limit) return tooLarge();
    const fault = this.weighed.add(piece);
    if (fault !== null) return new InvalidRequestError([fault]);
    try {
      // Here, and not all at once at the end, which would keep everybody waiting while sixteen megabytes are decoded.
      this.text += this.decoder.decode(piece, { stream: true });
      return null;
    } catch {
      return notUtf8();
    }
  }

  /** @throws MalformedRequestError */
  finish(): unknown {
    try {
      this.text += this.decoder.decode();
    } catch {
      throw notUtf8();
    }
    if (this.bytes === 0) return undefined;
    try {
      return JSON.parse(this.text);
    } catch {
      throw new MalformedRequestError('The body is not well-formed JSON.');
    }
  }
}

function tooLarge(): TooLargeError {
  return new TooLargeError('A body may have 1 MiB, a batch 16 MiB.');
}

/** Decoding it all the same would put a replacement character where something else was meant. */
function notUtf8(): MalformedRequestError {
  return new MalformedRequestError('The body is not well-formed UTF-8.');
}
