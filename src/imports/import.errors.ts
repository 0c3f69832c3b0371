import { defineRefusal } from '../platform/input/refusal.js';
import type { ImportState } from './import.js';

const WORDS: Readonly<Record<ImportState, string>> = {
  uploading: 'has no file yet',
  mapping: 'has not been started',
  rehearsed: 'has not been started',
  running: 'is running',
  undone: 'was undone',
  done: 'is done',
  cancelled: 'was cancelled',
  failed: 'has failed',
};

/** 409: the state of the import does not allow it. */
export class ImportStateError extends defineRefusal('import-state', 'conflict', 'The state of the import forbids it') {
  override readonly facts: Readonly<Record<string, unknown>>;

  constructor({ id, state }: { readonly id: string; readonly state: ImportState }, what: string) {
    super(`The import ${WORDS[state]}, so ${what}.`);
    this.facts = { importId: id, state };
  }
}

/** 409: another file of the same import has begun to arrive. */
export class OtherFileError extends defineRefusal('import-other-file', 'conflict', 'Another file replaces this one') {
  constructor() {
    super('Another file of this import began to arrive meanwhile, and replaces this one.');
  }
}

/** 422: what was sent is no table that can be read. */
export class UnreadableFileError extends defineRefusal('unreadable-file', 'invalid', 'The file cannot be read') {}
