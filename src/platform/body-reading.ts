import { BodyWeight } from './body-weight.js';
import { JsonParts } from './json-parts.js';
import { InvalidRequestError, MalformedRequestError, type Refusal, TooLargeError } from './refusal.js';

/** One body on its way in: weighed, decoded and taken apart piece by piece, and parsed when it is there. */
export class BodyReading {
  private readonly weighed: BodyWeight;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly parts = new JsonParts();
  private bytes = 0;

  /** @param most bytes, and entries of a list directly in it */
  constructor(private readonly most: { readonly bytes: number; readonly entries?: number }) {
    this.weighed = new BodyWeight(most.entries);
  }

  /** How much memory it takes, about. */
  get weight(): number {
    return this.weighed.total;
  }

  /** @returns why nothing more of it is read */
  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.most.bytes) return new TooLargeError(this.most.bytes);
    const fault = this.weighed.add(piece);
    if (fault !== null) return new InvalidRequestError([fault]);
    try {
      // Here, and not all at once at the end, which would keep everybody waiting while sixteen megabytes are decoded.
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
   * @param isStrict a field that stands twice in an object is refused: which of the two is meant nobody can tell
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
      throw new MalformedRequestError('The body is not well-formed JSON.');
    }
  }

  private async repeated(): Promise<InvalidRequestError> {
    const pointer = (await this.parts.repeated()) ?? '';
    return new InvalidRequestError([
      { pointer, code: 'repeated', message: 'Expected each field once in an object, and this one stands there twice.' },
    ]);
  }
}

/** Decoding it all the same would put a replacement character where something else was meant. */
function notUtf8(): MalformedRequestError {
  return new MalformedRequestError('The body is not well-formed UTF-8.');
}

const MIB = 1024 * 1024;

/**
 * What the bodies of all requests under way may weigh together. Three of the heaviest that there can be, or two hundred
 * batches of 1,000 ordinary leads; what becomes of them takes up to four times as much, which a heap of 1 GB has room for.
 */
const HELD_MAX = 96 * MIB;
/** Whoever sends less still gets in when large bodies have taken all that is theirs. */
const SMALL = 64 * 1024;
const HELD_FOR_SMALL = 32 * MIB;

/** All bodies together that come without a key: three of the heaviest, or thousands of forms. */
const KEYLESS_HELD_MAX = 24 * MIB;
/** One of them: a megabyte of JSON with fifty thousand values in it. */
const KEYLESS_WEIGHT_MAX = 8 * MIB;

/** Memory for bodies of one sort. */
export interface BodyRoom {
  /**
   * @param weight of the whole body, as far as it has arrived
   * @param own what cuts this very body
   */
  has(more: number, weight: number, own?: () => void): boolean;
  /** @param by negative when it is let go */
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
 * For requests without one. Nobody knows who they are, so where there is no room left the unfinished body gives way that
 * began first: real senders finish within moments.
 */
export class KeylessRoom implements BodyRoom {
  private held = 0;
  /** What cuts the bodies that are still arriving, in the order in which they began. */
  private readonly arriving = new Set<() => void>();

  begin(cut: () => void): void {
    this.arriving.add(cut);
  }

  end(cut: () => void): void {
    this.arriving.delete(cut);
  }

  /** Makes room where it can. */
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
