import { Refusal } from '../platform/refusal.js';
import { inWords } from '../platform/text.js';

/** 409: there is nothing any more that a version could be restored to. */
export class DeletedError extends Refusal {
  readonly code = 'deleted';
  readonly kind = 'conflict';
  readonly title = 'Deleted';

  constructor(what: string) {
    super(`This ${inWords(what)} is deleted, and stays so. Its versions can be read: make another one of them.`);
  }
}

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
