import { Injectable } from '@nestjs/common';
import { RulebookService } from '../admin/routing/rulebook.service.js';
import type { Worker } from './worker.js';

/** Puts planned routing rules into effect. */
@Injectable()
export class PlannedRulesWorker implements Worker {
  readonly serves = ['plannedRules'] as const;

  constructor(private readonly rulebook: RulebookService) {}

  /** @returns whether any were due */
  round(): Promise<boolean> {
    return this.rulebook.takeEffect();
  }
}
