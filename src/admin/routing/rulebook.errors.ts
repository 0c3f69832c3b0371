import { defineRefusal } from '../../platform/input/refusal.js';

export class NothingPlannedError extends defineRefusal('not-found', 'notFound', 'Not found') {
  constructor() {
    super('No rules are planned.');
  }
}
