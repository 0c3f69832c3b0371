import { defineRefusal } from '../platform/input/refusal.js';
import { inWords } from '../platform/values/text.js';

/** 409: the resource was deleted, so no version of it can be restored. */
export class DeletedError extends defineRefusal('deleted', 'conflict', 'Deleted') {
  constructor(what: string) {
    const name = inWords(what);
    super(`This ${name} was deleted and cannot be restored. Read a version and create a new ${name} from it.`);
  }
}

export class NoVersionError extends defineRefusal('not-found', 'notFound', 'Not found') {
  constructor(what: string, version: number, isDeletion = false) {
    const name = inWords(what);
    super(
      isDeletion
        ? `With version ${version} this ${name} was deleted: it has no document.`
        : `This ${name} has no version ${version}.`,
    );
  }
}

/** 412: it was changed since it was read. */
export class StaleVersionError extends defineRefusal('stale', 'stale', 'Changed in the meantime') {
  override readonly facts: { readonly version: number };

  constructor(version: number) {
    super(`The present version is ${version}: read it again and repeat the change on it.`);
    this.facts = { version };
  }
}
