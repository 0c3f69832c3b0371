import { fault } from '../input/fault.js';
import { InvalidRequestError, MalformedRequestError, type Refusal, TooLargeError } from '../input/refusal.js';
import { BodyWeight } from './body-weight.js';
import { jsonFaultAt, placeInWords } from './json-fault.js';
import { JsonParts } from './json-parts.js';

/** Longer bodies are not searched for their fault, as other requests would have to wait. */
const SEARCHED_MAX = 256 * 1024;

/** A request body while it arrives: weighed, decoded and split piece by piece, and parsed once it is complete. */
export class BodyReading {
  private readonly weighed: BodyWeight;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly parts = new JsonParts();
  private bytes = 0;

  /** @param most limits on the bytes, and on the entries of a list directly in the body */
  constructor(private readonly most: { readonly bytes: number; readonly entries?: number }) {
    this.weighed = new BodyWeight(most.entries);
  }

  /** Approximate memory that the body takes, in bytes. */
  get weight(): number {
    return this.weighed.total;
  }

  /** @returns the reason to stop reading, or null */
  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.most.bytes) return new TooLargeError(this.most.bytes);
    const fault = this.weighed.add(piece);
    if (fault !== null) return new InvalidRequestError([fault]);
    try {
      // Decodes here, piece by piece: decoding sixteen megabytes at the end would block all other requests.
      this.decode(piece);
      return null;
    } catch {
      return notUtf8();
    }
  }

  /** @throws TypeError when it is not UTF-8 */
  private decode(piece: Buffer): void {
    let from = 0;
    for (const { at, kind } of this.weighed.seams) {
      this.parts.add(this.decoder.decode(piece.subarray(from, at), { stream: true }));
      this.parts.seam(kind);
      from = kind === 'between' ? at + 1 : at;
    }
    this.parts.add(this.decoder.decode(piece.subarray(from), { stream: true }));
  }

  /**
   * @param isStrict rejects a body with a duplicate field in an object, as it is ambiguous which one is meant
   * @throws MalformedRequestError, InvalidRequestError
   */
  async finish(isStrict = true): Promise<unknown> {
    try {
      this.decoder.decode();
    } catch {
      throw notUtf8();
    }
    if (this.bytes === 0) return undefined;
    const body = await this.parse();
    if (isStrict && this.parts.fields !== this.weighed.fields) throw await this.repeated();
    return body;
  }

  private async parse(): Promise<unknown> {
    try {
      return await this.parts.parse();
    } catch {
      throw new MalformedRequestError(`The body is not well-formed JSON${this.faultInWords()}.`);
    }
  }

  private faultInWords(): string {
    if (this.bytes > SEARCHED_MAX) return '';
    const text = this.parts.whole();
    const at = jsonFaultAt(text);
    return at === null ? '' : `: ${placeInWords(text, at)}`;
  }

  private async repeated(): Promise<InvalidRequestError> {
    const pointer = (await this.parts.repeated()) ?? '';
    return new InvalidRequestError([
      fault(pointer, 'repeated', 'Expected each field once in an object, but this one occurs twice.'),
    ]);
  }
}

/** Lenient decoding would put a replacement character where the sender meant something else. */
function notUtf8(): MalformedRequestError {
  return new MalformedRequestError('The body is not well-formed UTF-8.');
}

const MIB = 1024 * 1024;

/**
 * Limit for the weight of all request bodies together. It is three of the heaviest possible bodies, or 200 batches of
 * 1,000 ordinary leads. The objects made from them take up to four times as much, for which a heap of 1 GB has room.
 */
const HELD_MAX = 96 * MIB;
/**
 * A body up to this weight may also use a reserve, so that it still gets in when large bodies have filled their room.
 */
const SMALL = 64 * 1024;
const HELD_FOR_SMALL = 32 * MIB;

/** Limit for all bodies without a key together: three of the heaviest, or thousands of forms. */
const KEYLESS_HELD_MAX = 24 * MIB;
/** Limit for one of them: a megabyte of JSON with fifty thousand values in it. */
const KEYLESS_WEIGHT_MAX = 8 * MIB;

/** Memory for bodies of one sort. */
export interface BodyRoom {
  /**
   * @param weight of the whole body, as far as it has arrived
   * @param own callback that cuts this same body
   */
  has(more: number, weight: number, own?: () => void): boolean;
  /** @param by negative when memory is released */
  change(by: number): void;
}

/** For requests with a key. */
export class KeyedRoom implements BodyRoom {
  private held = 0;

  has(more: number, weight: number): boolean {
    return this.held + more <= HELD_MAX + (weight <= SMALL ? HELD_FOR_SMALL : 0);
  }

  change(by: number): void {
    this.held += by;
  }
}

/**
 * For requests without a key. Their senders are unknown, so when room runs out, the oldest unfinished body is cut: real
 * senders finish within moments.
 */
export class KeylessRoom implements BodyRoom {
  private held = 0;
  /** Callbacks that cut the bodies that are still arriving, oldest first. */
  private readonly arriving = new Set<() => void>();

  begin(cut: () => void): void {
    this.arriving.add(cut);
  }

  end(cut: () => void): void {
    this.arriving.delete(cut);
  }

  /** Cuts other unfinished bodies, oldest first, until there is room. */
  has(more: number, weight: number, own?: () => void): boolean {
    if (weight > KEYLESS_WEIGHT_MAX) return false;
    for (const cut of this.arriving) {
      if (this.held + more <= KEYLESS_HELD_MAX) break;
      if (cut !== own) cut();
    }
    return this.held + more <= KEYLESS_HELD_MAX;
  }

  change(by: number): void {
    this.held += by;
  }
}
