import { Injectable } from '@nestjs/common';
import { actorOf, type Caller, may } from '../../auth/scope.js';
import { inLocalWords } from '../../calendar/zone.js';
import type { LeadClock } from '../../clocks/clock.js';
import { rulesOf } from '../../clocks/kinds.js';
import type { PauseBody } from '../../leads/activity.dto.js';
import { LeadStateError } from '../../leads/lead.errors.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { refuse } from '../../platform/input/refusal.js';
import { DURATION_MAX_DAYS, type Instant, MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { faultsOfPause } from '../../sla/pause-limits.js';
import { ActingService } from '../acting.service.js';
import type { LeadCase } from '../lead-case.js';
import { acceptLead, whenAccepted } from './accepting.js';
import { acknowledge, holdable } from './judging-steps.js';
import { pause, pauseByHand, resume } from './pausing.js';

/** Pauses and resumes the clocks of a lead by hand, and acknowledges them so that the move after a miss waits. */
@Injectable()
export class PausingService {
  constructor(private readonly acting: ActingService) {}

  pause(id: string, body: PauseBody, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ work, leadCase }) => {
      const untilAt = instantOf(body.until);
      refuse(faultsOfEnd(untilAt, work.now));
      const running = pauseByHand(leadCase, work.now);
      if (!leadCase.clocks.some((clock) => isOwed(clock, leadCase)))
        throw new LeadStateError('No clock of its owner is running, so there is nothing to pause', leadCase.lead);
      // A pause with a changed end does not count as another pause.
      const others = leadCase.pauses.filter(
        ({ id: each, kind, cycle }) => kind === 'hand' && cycle === leadCase.lead.cycle && each !== running?.id,
      );
      const former = others.map(({ fromAt, untilAt: to }) => ({ from: fromAt, to: to! }));
      const wanted = { fromAt: running?.fromAt ?? work.now, untilAt, former };
      if (!may(caller, 'manager')) refuse(faultsOfPause(wanted, leadCase.policy?.pauses ?? null));
      pause(work, leadCase, { untilAt, reason: body.reason, madeBy: actorOf(caller) });
    });
  }

  resume(id: string, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ work, leadCase }) => {
      const running = pauseByHand(leadCase, work.now);
      if (running === undefined) throw new LeadStateError(whyNotPaused(leadCase), leadCase.lead);
      resume(work, leadCase, running);
    });
  }

  /**
   * Acknowledges a lead for its owner: accepts it if it was handed over, and delays the move after a missed first touch
   * once, as long as the policy says.
   */
  acknowledge(id: string, caller: Caller): Promise<LeadCase> {
    return this.acting.change({ id, caller }, async ({ work, leadCase }) => {
      const { lead } = leadCase;
      if (lead.status !== 'open') throw new LeadStateError('Only an open lead can be acknowledged', lead);
      const hasAccepted = acceptLead(work, leadCase);
      const held = holdable(leadCase);
      if (hasAccepted && (held === undefined || held.clock.acknowledgedAt !== null)) return;
      const inWords = (at: Instant) => inLocalWords(at, work.directory.timeZoneOf(null));
      if (held === undefined) {
        const accepted = whenAccepted(leadCase);
        throw new LeadStateError(
          accepted === null
            ? 'There is nothing to acknowledge: it waits for no acceptance, and acknowledging would delay no move'
            : `Its owner already accepted it at ${inWords(accepted)}, and acknowledging would delay no move`,
          lead,
        );
      }
      const { acknowledgedAt } = held.clock;
      if (acknowledgedAt !== null)
        throw new LeadStateError(
          `Its owner already acknowledged it at ${inWords(acknowledgedAt)}, and can do so only once`,
          lead,
        );
      acknowledge(work, leadCase, held);
    });
  }
}

function faultsOfEnd(untilAt: Instant, now: Instant): Fault[] {
  const latestAt = now + DURATION_MAX_DAYS * MS_PER_DAY;
  if (untilAt <= now) return [fault('/until', 'past', `Expected an instant in the future, after ${toIso(now)}.`)];
  if (untilAt <= latestAt) return [];
  return [fault('/until', 'tooFar', `Expected an instant within ${DURATION_MAX_DAYS} days, by ${toIso(latestAt)}.`)];
}

/** Reports whether a pause by hand stops the clock. */
function isOwed(clock: LeadClock, { lead }: LeadCase): boolean {
  return clock.state === 'running' && clock.cycle === lead.cycle && rulesOf(clock).owedBy === 'owner';
}

function whyNotPaused({ clocks, lead }: LeadCase): string {
  const byCondition = clocks.some(({ pausedAt, cycle }) => pausedAt !== null && cycle === lead.cycle);
  return byCondition
    ? 'It is paused by the condition of its policy, which ends when the lead no longer meets it'
    : 'Nobody has paused it';
}
