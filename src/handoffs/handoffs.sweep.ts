import { Injectable, Logger } from '@nestjs/common';
import type { DueBatch } from '../lifecycle/clocks/enforcing.js';
import { whereOf, whyOf } from '../platform/running/failure.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { BatchSize, isolateFailing } from '../platform/sql/isolate-failing.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { BACKFILLED_AT_ONCE, Backfills } from './backfills/backfills.service.js';
import { ActionReminders } from './diagnosis/action-reminders.service.js';
import { DRAFTS_MAX, HandoffOpening } from './handoff-opening.service.js';
import { RENEWED_AT_ONCE, Renewals } from './renewals/renewals.service.js';
import { HandoffSuccession, PASSED_ON_MAX } from './succession/handoff-succession.service.js';

/**
 * The number of ids that one sweep may leave out. Beyond that the cause is common to all, and leaving out more does not
 * help.
 */
const LEFT_OUT_MAX = 100;

/** Periodically creates drafts, begins renewals and backfills, reminds of actions, and passes promises on to successors. */
@Injectable()
export class HandoffsSweep {
  private readonly logger = new Logger('handoffs');

  constructor(
    private readonly opening: HandoffOpening,
    private readonly renewals: Renewals,
    private readonly backfills: Backfills,
    private readonly succession: HandoffSuccession,
    private readonly reminders: ActionReminders,
    periodic: Periodic,
  ) {
    periodic.add({
      name: 'handoffs',
      everyMs: MS_PER_MINUTE,
      run: () => this.look(),
      failing: 'The sweep of handoffs failed',
    });
  }

  /** Runs all sweeps. A failure of one does not stop the others. */
  async look(): Promise<void> {
    await this.try('drafts of open deals', () =>
      this.whileMore('deal', DRAFTS_MAX, async (batch) => (await this.opening.draftMissing(batch)) > 0),
    );
    let behind: readonly string[] = [];
    await this.try('renewals that are due', async () => {
      behind = await this.renewals.kindsBehind();
    });
    for (const kindId of behind)
      await this.try(`renewals of the kind ${kindId}`, () =>
        this.whileMore('deal', RENEWED_AT_ONCE, (batch) => this.renewals.beginDue(kindId, batch)),
      );
    await this.try('backfills', () =>
      this.whileMore('account', BACKFILLED_AT_ONCE, (batch) => this.backfills.beginDue(batch)),
    );
    await this.try('actions on the diagnosis that are due', () => this.reminders.remindDue());
    await this.try('parts of handoffs that pass to a successor', async () => {
      let last: string | null = null;
      await this.whileMore('handoff', PASSED_ON_MAX, async (batch) => {
        // Moves past ids that were left out, too, as this sweep goes through handoffs by id.
        last = await this.succession.passOn(laterOf(last, batch.except.at(-1)), batch);
        return last !== null;
      });
    });
  }

  /** Runs batch after batch. An item that fails by itself is left out, and does not block the others. */
  private async whileMore(what: string, most: number, once: (batch: DueBatch) => Promise<boolean>): Promise<void> {
    const size = new BatchSize(most);
    const except: string[] = [];
    const leaveOut = async (id: string, cause: unknown): Promise<boolean> => {
      if (except.length >= LEFT_OUT_MAX) throw cause;
      except.push(id);
      this.logger.error(
        `The ${what} ${id} is skipped for a minute, and none of its handoffs begins or changes hands: ${whereOf(cause)}`,
      );
      return true;
    };
    const batch = () =>
      isolateFailing<string, boolean>(size, (limit, claimed) => once({ limit, except, claimed }), leaveOut);
    while (await batch());
  }

  /** Logs a failure. Batches are transactions, so nothing is left half done, and the next run follows in a minute. */
  private async try(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.logger.warn(`The sweep of ${what} failed: ${whyOf(error)}`);
    }
  }
}

/** Returns the later of two ids, which sort by time. */
function laterOf(last: string | null, id: string | undefined): string | null {
  return id === undefined || (last !== null && last > id) ? last : id;
}
