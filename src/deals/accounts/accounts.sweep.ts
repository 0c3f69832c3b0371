import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../../platform/duration.js';
import { Periodic } from '../../platform/periodic.sweep.js';
import { AccountTypes } from './account-types.service.js';

/** A customer is a former one some minutes into the day after their last one. */
const EVERY_MS = 10 * MS_PER_MINUTE;

@Injectable()
export class AccountsSweep {
  constructor(
    private readonly types: AccountTypes,
    periodic: Periodic,
  ) {
    periodic.add({
      name: 'accounts',
      everyMs: EVERY_MS,
      run: () => this.look(),
      failing: 'The look at accounts whose deals have ended went wrong',
    });
  }

  async look(): Promise<void> {
    while (await this.types.reckonDue());
  }
}
