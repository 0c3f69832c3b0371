import type { Readable } from 'node:stream';

/**
 * Answers that are being read, each holding what it is about until its reader has taken it. When there are too many,
 * whoever has taken nothing for longest is cut off: memory is not for those to hold who do not read.
 */
export class UnreadAnswers {
  /** In the order in which something was last taken of them. */
  private readonly open = new Set<Readable>();

  /** @param most at once */
  constructor(private readonly most: number) {}

  add(answer: Readable): void {
    const [stalest] = this.open;
    if (stalest !== undefined && this.open.size >= this.most) {
      this.open.delete(stalest);
      stalest.destroy();
    }
    this.open.add(answer);
    answer.once('close', () => this.open.delete(answer));
  }

  /** Its reader has taken something of it. */
  taken(answer: Readable): void {
    if (this.open.delete(answer)) this.open.add(answer);
  }
}
