import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { HandoffRoleError, HandoffStateError } from '../handoff.errors.js';
import { HandoffActing } from '../handoff-acting.service.js';
import type { HandoffCase } from '../handoff-case.js';
import { keepPromise } from '../handoff-clocks.js';
import { DECISION } from '../handoff-promises.js';
import { hasBegun } from '../receivers/receiver.js';
import { isAnythingOwed, isDecisionOwed } from './settling.js';

/** Lets whoever decides say what becomes of what could not go its usual way. */
@Injectable()
export class Deciding {
  constructor(private readonly acting: HandoffActing) {}

  /**
   * The same words once more are no other decision, as long as none is owed. A decision may be replaced while what was
   * missed is still owed.
   * @throws HandoffRoleError for who does not decide, HandoffStateError where there is nothing to decide
   */
  decide(id: string, note: string, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, ({ work, subject, role }) => {
      if (!role.decides) throw new HandoffRoleError('It is decided by whoever decides by its kind or by an exception.');
      const { state, decisionNote } = subject.handoff;
      if (state !== 'draft' && state !== 'running')
        throw new HandoffStateError('Only a draft or a running handoff can be decided about', subject.handoff);
      const isOwed = isDecisionOwed(subject);
      if (!isOwed && decisionNote === note) return;
      if (!isOwed && !isAnythingOwed(subject))
        throw new HandoffStateError(
          'There is nothing to decide: nothing that was missed is still owed',
          subject.handoff,
        );
      subject.handoff = { ...subject.handoff, decidedAt: work.now, decisionNote: note };
      keepPromise(work, subject, DECISION);
      work.record(subject, 'handoff.decided', {});
      const receivers = subject.receivers.filter(hasBegun).map(({ ownerRepId }) => ownerRepId);
      const by = work.actor.type === 'rep' ? { byRepId: work.actor.id } : {};
      for (const repId of new Set([subject.ownerId, ...receivers])) work.tell(repId, 'handoff.decided', subject, by);
    });
  }
}
