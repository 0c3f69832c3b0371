import { Injectable } from '@nestjs/common';
import { ClockStore } from '../../clocks/clock.store.js';
import { WaitingStore } from '../../leads/waiting.store.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { SweepSignal } from '../../lifecycle/sweep-signal.service.js';
import { Periodic } from '../../platform/running/periodic.sweep.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_MINUTE } from '../../platform/values/duration.js';
import { AccountMatchStore } from './account-match.store.js';

const EVERY_MS = MS_PER_MINUTE;

/**
 * Has waiting leads routed again once accounts have changed or are no longer protected. Accounts change all day: one
 * look a minute costs an index probe, however many are written.
 */
@Injectable()
export class WaitingLeadsSweep {
  private since: Instant;
  private wasProtecting = true;

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly accounts: AccountMatchStore,
    private readonly waiting: WaitingStore,
    private readonly clocks: ClockStore,
    private readonly signal: SweepSignal,
    private readonly time: TimeSource,
    periodic: Periodic,
  ) {
    this.since = time.now();
    periodic.add({
      name: 'waitingLeads',
      everyMs: EVERY_MS,
      run: () => this.look(),
      failing: 'The look at accounts that have changed went wrong',
    });
  }

  async look(): Promise<void> {
    const now = this.time.now();
    // Overlaps with the look before, to see what was committed late or while the queue was processed.
    const since = this.since - EVERY_MS;
    const hasChanged = await this.lifecycle.look(async ({ sql, directory }) => {
      const { wasProtecting } = this;
      this.wasProtecting = await this.accounts.hasProtected(sql, since);
      if (!(await this.accounts.hasChanged(sql, since, now))) return false;
      if (wasProtecting || this.wasProtecting || (await directory()).rulesAsk.accounts) return true;
      // Further leads of customers go to the owners of their accounts, whatever the rules ask.
      return this.waiting.hasFurther(sql);
    });
    if (hasChanged) await this.lifecycle.performDue(({ tx }) => this.clocks.askAllAgain(tx, now));
    this.since = now;
    if (hasChanged) this.signal.wake(now);
  }
}
