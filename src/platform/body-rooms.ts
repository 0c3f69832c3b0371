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
export const KEYLESS_HELD_MAX = 24 * MIB;
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
