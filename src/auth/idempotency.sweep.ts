import { Injectable } from '@nestjs/common';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { TimeSource } from '../platform/running/time-source.js';
import { MS_PER_HOUR } from '../platform/values/duration.js';
import { REMEMBERED_FOR_MS } from './idempotency.js';
import { IdempotencyStore } from './idempotency.store.js';

@Injectable()
export class IdempotencySweep {
  constructor(
    periodic: Periodic,
    private readonly store: IdempotencyStore,
    private readonly time: TimeSource,
  ) {
    periodic.add({
      name: 'idempotency',
      everyMs: MS_PER_HOUR,
      run: () => this.forget(),
      failing: 'Old answers could not be forgotten',
      onEveryRole: true,
    });
  }

  forget(): Promise<void> {
    return this.store.forgetBefore(this.time.now() - REMEMBERED_FOR_MS);
  }
}
