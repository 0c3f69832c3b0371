import { Refusal } from '../platform/refusal.js';

/** 412: somebody else changed it since it was read. */
export class StaleVersionError extends Refusal {
  readonly code = 'stale';
  readonly kind = 'stale';
  readonly title = 'Changed in the meantime';
  override readonly facts: { readonly version: number };

  constructor(version: number) {
    super(`The present version is ${version}: read it again and repeat the change on it.`);
    this.facts = { version };
  }
}
