/** Memory of a piece besides its bytes: thousands of pieces of one byte take far more than their length. */
const BYTES_PER_PIECE = 128;

/** A body collected in pieces as it arrives. */
export class Pieces {
  private readonly pieces: Buffer[] = [];
  private bytes = 0;

  /** Approximate memory that the pieces take, in bytes. */
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
