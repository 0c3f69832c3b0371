import { OverloadError } from '../../platform/refusal.js';

const LISTENERS_MAX = 5_000;
/** One key leaves room for others. */
const OF_A_KEY_MAX = 1_000;

/** How many may listen on a node, and how often by one key. */
export class Places {
  private readonly taken = new Map<string, number>();
  private count = 0;

  /** @throws OverloadError when there are too many */
  take(keyId: string): void {
    if (this.count >= LISTENERS_MAX)
      throw new OverloadError('This node has as many listeners as it takes. Ask another, or again in a moment.');
    const ofKey = this.taken.get(keyId) ?? 0;
    if (ofKey >= OF_A_KEY_MAX)
      throw new OverloadError(
        `This key listens ${OF_A_KEY_MAX.toLocaleString('en')} times on this node, as often as one may: end a stream first, or ask another node.`,
      );
    this.count += 1;
    this.taken.set(keyId, ofKey + 1);
  }

  free(keyId: string): void {
    const left = this.taken.get(keyId)! - 1;
    this.count -= 1;
    if (left === 0) this.taken.delete(keyId);
    else this.taken.set(keyId, left);
  }
}
