import { Refusal } from '../platform/refusal.js';

export interface ResourceUser {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** 409: something else still needs what was to be deleted. */
export class ResourceInUseError extends Refusal {
  readonly code = 'in-use';
  readonly kind = 'conflict';
  readonly title = 'Still in use';
  override readonly facts: { readonly usedBy: readonly ResourceUser[] };

  constructor(what: string, usedBy: readonly ResourceUser[]) {
    super(`This ${what} is used by ${usedBy.map((user) => `${user.kind} "${user.name}"`).join(', ')}.`);
    this.facts = { usedBy };
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
