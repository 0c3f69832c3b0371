import { Injectable, Logger } from '@nestjs/common';
import { downToTheCulprit } from '../engine/set-aside.js';
import type { DueBatch } from '../lifecycle/enforcing.js';
import { MS_PER_MINUTE } from '../platform/duration.js';
import { whereOf, whyOf } from '../platform/failure.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { BACKFILLED_AT_ONCE, Backfills } from './backfills/backfills.service.js';
import { DRAFTS_MAX, HandoffOpening } from './handoff-opening.service.js';
import { RENEWED_AT_ONCE, Renewals } from './renewals/renewals.service.js';
import { HandoffSuccession, PASSED_ON_MAX } from './succession/handoff-succession.service.js';

/** Beyond that something is wrong with all of them, and no list of theirs helps. */
const LEFT_OUT_MAX = 100;

/** Brings handoffs to what has become of the world around them. */
@Injectable()
export class HandoffsSweep {
  private readonly logger = new Logger('handoffs');

  constructor(
    private readonly opening: HandoffOpening,
    private readonly renewals: Renewals,
    private readonly backfills: Backfills,
    private readonly succession: HandoffSuccession,
    periodic: Periodic,
  ) {
    periodic.add({
      name: 'handoffs',
      everyMs: MS_PER_MINUTE,
      run: () => this.look(),
      failing: 'The look at handoffs went wrong',
    });
  }

  /** What goes wrong in one of them keeps the others from nothing. */
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
    await this.try('what is asked of others by now', async () => {
      let last: string | null = null;
      await this.whileMore('handoff', PASSED_ON_MAX, async (batch) => {
        // Those that rest are passed as well: what is asked of others is gone through by ids.
        last = await this.succession.passOn(laterOf(last, batch.except.at(-1)), batch);
        return last !== null;
      });
    });
  }

  /** Batch after batch. What fails for a reason of its own is left out, and keeps nothing else back. */
  private async whileMore(what: string, most: number, once: (batch: DueBatch) => Promise<boolean>): Promise<void> {
    const except: string[] = [];
    const leaveOut = async (id: string, cause: unknown): Promise<boolean> => {
      if (except.length >= LEFT_OUT_MAX) throw cause;
      except.push(id);
      this.logger.error(
        `Nothing begins or changes hands of the ${what} ${id}, which rests for a minute: ${whereOf(cause)}`,
      );
      return true;
    };
    const batch = () =>
      downToTheCulprit<string, boolean>(most, (limit, claimed) => once({ limit, except, claimed }), leaveOut);
    while (await batch());
  }

  /** Nothing is half done: in a minute it is looked again. */
  private async try(what: string, look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.logger.warn(`The look at ${what} went wrong: ${whyOf(error)}`);
    }
  }
}

/** Of ids, which are in the order of their instants. */
function laterOf(last: string | null, id: string | undefined): string | null {
  return id === undefined || (last !== null && last > id) ? last : id;
}
