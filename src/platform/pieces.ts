/** What each piece takes beside its bytes: thousands of pieces of one byte are not as light as they are long. */
const BYTES_PER_PIECE = 128;

/** A body as it comes, kept piece by piece. */
export class Pieces {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  /** How much memory they take, about. */
  get weight(): number {
    return this.bytes + this.pieces.length * BYTES_PER_PIECE;
  }

  add(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  whole(): Buffer {
    return Buffer.concat(this.pieces);
  }
}
