import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Blocker } from '../handoffs/blocker.js';
import { HandoffRoleError, HandoffStateError } from '../handoffs/handoff.errors.js';
import type { BlockerBody, ResolveBody } from '../handoffs/question.dto.js';
import { instantOf } from '../platform/formats.js';
import { toIso } from '../platform/instant.js';
import { NotFoundError, refuse } from '../platform/refusal.js';
import { HandoffActing } from './handoff-acting.service.js';
import type { HandoffCase } from './handoff-case.js';

/** Lets the parties of a handoff say what holds it up, who sees to it and by when, and that it does no longer. */
@Injectable()
export class HandoffBlockers {
  constructor(private readonly acting: HandoffActing) {}

  raise(id: string, { text, ownerRepId, dueAt }: BlockerBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, ({ work, subject, role, scene }) => {
      if (subject.handoff.state !== 'running')
        throw new HandoffStateError('Only what runs is held up', subject.handoff);
      if (!role.gives && role.receives.length === 0)
        throw new HandoffRoleError('It is raised by whoever gives or receives.');
      const owner = scene.directory.rep(ownerRepId.toLowerCase());
      const due = instantOf(dueAt);
      refuse([
        ...(owner === undefined
          ? [{ pointer: '/ownerRepId', code: 'unknownId', message: `There is no rep ${ownerRepId}.` }]
          : []),
        ...(owner?.active === false
          ? [
              {
                pointer: '/ownerRepId',
                code: 'inactive',
                message: `${owner.name} is not active: expected somebody who is.`,
              },
            ]
          : []),
        ...(due <= work.now
          ? [{ pointer: '/dueAt', code: 'tooEarly', message: `Expected an instant after now, ${toIso(work.now)}.` }]
          : []),
      ]);
      const blocker: Blocker = {
        ...{ id: work.newId(), handoffId: subject.subjectId, text, ownerRepId: owner!.id, dueAt: due },
        ...{ raisedAt: work.now, resolvedAt: null, lesson: null },
      };
      subject.blockers = [...subject.blockers, blocker];
      work.record(subject, 'handoff.blocked', { blockerId: blocker.id, ownerRepId: owner!.id, dueAt: toIso(due) });
      work.tell(owner!.id, 'handoff.blocked', subject, { blockerId: blocker.id, dueAt: toIso(due) });
    });
  }

  /** @throws NotFoundError unless it was raised of the handoff */
  resolve(id: string, blockerId: string, { lesson }: ResolveBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, ({ work, subject, role }) => {
      const blocker = subject.blockers.find((each) => each.id === blockerId.toLowerCase());
      if (blocker === undefined) throw new NotFoundError('blocker', blockerId);
      const isOwner = caller.repId !== null && caller.repId === blocker.ownerRepId;
      if (!isOwner && !role.gives && role.receives.length === 0)
        throw new HandoffRoleError('It is resolved by whoever sees to it, gives or receives.');
      if (blocker.resolvedAt !== null) return;
      subject.blockers = subject.blockers.map((each) =>
        each === blocker ? { ...blocker, resolvedAt: work.now, lesson: lesson ?? null } : each,
      );
      work.record(subject, 'handoff.unblocked', { blockerId: blocker.id, ownerRepId: blocker.ownerRepId });
    });
  }
}
