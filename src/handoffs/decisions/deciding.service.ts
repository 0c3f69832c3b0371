import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { HandoffActing } from '../handoff-acting.service.js';
import { requireAct } from '../handoff-acts.js';
import type { HandoffCase } from '../handoff-case.js';
import { keepPromise } from '../handoff-clocks.js';
import { DECISION } from '../handoff-promises.js';
import { hasBegun } from '../receivers/receiver.js';
import { isDecisionOwed } from './settling.js';

/** Lets deciders record what becomes of a handoff that could not go its usual way. */
@Injectable()
export class Deciding {
  constructor(private readonly acting: HandoffActing) {}

  /**
   * Records a decision. Repeating the same words has no effect while no decision is owed. A decision may be replaced
   * while something that was missed is still owed.
   * @throws HandoffRoleError unless the caller decides, HandoffStateError if there is nothing to decide
   */
  decide(id: string, note: string, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      const { work, subject, role } = opened;
      if (role.decides && subject.handoff.decisionNote === note && !isDecisionOwed(subject)) return;
      requireAct(opened, 'decide');
      subject.handoff = { ...subject.handoff, decidedAt: work.now, decisionNote: note };
      keepPromise(work, subject, DECISION);
      work.record(subject, 'handoff.decided', {});
      const receivers = subject.receivers.filter(hasBegun).map(({ ownerRepId }) => ownerRepId);
      const by = work.actor.type === 'rep' ? { byRepId: work.actor.id } : {};
      for (const repId of new Set([subject.ownerId, ...receivers])) work.notify(repId, 'handoff.decided', subject, by);
    });
  }
}
