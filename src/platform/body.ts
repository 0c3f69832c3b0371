import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify';
import { BodyReading, tooLarge } from './body-reading.js';
import { OverloadError } from './refusal.js';

const MIB = 1024 * 1024;
export const BODY_BYTES_MAX = MIB;
export const BATCH_BYTES_MAX = 16 * MIB;
/** Of the list in a batch. With one more, nothing further is read. */
export const BATCH_ENTRIES_MAX = 1_000;

/**
 * What the bodies of all requests under way may weigh together. Three of the heaviest that there can be, or two hundred
 * batches of 1,000 ordinary leads; what becomes of them takes up to four times as much, which a heap of 1 GB has room for.
 */
const HELD_MAX = 96 * MIB;
/** Whoever sends less still gets in when large bodies have taken all that is theirs. */
const SMALL = 64 * 1024;
const HELD_FOR_SMALL = 32 * MIB;

const BUSY = 'The requests that are being worked on have bodies as large as this node can hold. Try again in a moment.';

/** Of a route that takes forms besides JSON, as they come: as one text. */
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

type HoldingRequest = FastifyRequest & { held?: number; bytes?: Buffer };
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
    fastify.addContentTypeParser(FORM, { parseAs: 'string', bodyLimit: FORM_BYTES_MAX }, (request, body, done) => {
      const { takesForms = false } = request.routeOptions.config as TakesForms;
      if (takesForms) done(null, body);
      else done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(FORM));
    });
  }

  private read(request: FastifyRequest, payload: NodeJS.ReadableStream, done: Done): void {
    const limit = request.routeOptions.bodyLimit ?? BODY_BYTES_MAX;
    const declared = Number(request.headers['content-length'] ?? 0);
    const hasRoom = this.hasRoom(declared, declared);
    if (declared > limit || !hasRoom) {
      done(declared > limit ? tooLarge() : new OverloadError(BUSY));
      return;
    }
    const { keepsBytes = false } = request.routeOptions.config as KeepsBytes;
    const kept: Buffer[] = [];
    let keptBytes = 0;
    const reading = new BodyReading({ bytes: limit, ...(limit === BATCH_BYTES_MAX && { entries: BATCH_ENTRIES_MAX }) });
    const stop = () =>
      payload.removeListener('data', onData).removeListener('end', onEnd).removeListener('error', refuse);
    const refuse = (error: Error) => {
      stop();
      done(error);
    };
    const onData = (piece: Buffer) => {
      if (keepsBytes) {
        kept.push(piece);
        keptBytes += piece.length;
      }
      const refusal =
        reading.add(piece) ?? (this.hold(request, reading.weight + keptBytes) ? null : new OverloadError(BUSY));
      if (refusal !== null) refuse(refusal);
    };
    const onEnd = () => {
      stop();
      if (keepsBytes) (request as HoldingRequest).bytes = Buffer.concat(kept);
      // Whoever signs what it sends is a program that nobody here can mend.
      reading.finish(!keepsBytes).then((body) => done(null, body), done);
    };
    payload.on('data', onData).on('end', onEnd).on('error', refuse);
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

/** What was sent, as it came, to a route that keeps it; nothing where nothing was sent. */
export function bytesOf(request: FastifyRequest): Buffer {
  return (request as HoldingRequest).bytes ?? Buffer.alloc(0);
}
