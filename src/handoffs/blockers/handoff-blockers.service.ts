import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { MS_PER_DAY, toIso } from '../../platform/values/duration.js';
import { HandoffRoleError } from '../handoff.errors.js';
import { HandoffActing } from '../handoff-acting.service.js';
import { mayResolve, requireAct } from '../handoff-acts.js';
import type { HandoffCase } from '../handoff-case.js';
import type { BlockerBody, ResolveBody } from '../questions/question.dto.js';
import { BLOCKERS_MAX, block, unblock } from './blocker.js';

const TOO_MANY = fault('', 'tooMany', `Expected at most ${BLOCKERS_MAX} blockers of one handoff.`);

/** A date further ahead is as good as none. */
const DUE_WITHIN_MS = 365 * MS_PER_DAY;

/** Lets the parties of a handoff raise and resolve blockers. */
@Injectable()
export class HandoffBlockers {
  constructor(private readonly acting: HandoffActing) {}

  raise(id: string, { text, ownerRepId, dueAt }: BlockerBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'blockers');
      const { work, subject, context } = opened;
      const owner = context.directory.rep(ownerRepId.toLowerCase());
      const due = instantOf(dueAt);
      const latest = work.now + DUE_WITHIN_MS;
      refuse(
        subject.blockers.length >= BLOCKERS_MAX && TOO_MANY,
        owner === undefined && fault('/ownerRepId', 'unknownId', `There is no rep ${ownerRepId}.`),
        owner?.active === false &&
          fault('/ownerRepId', 'inactive', `${owner.name} is not active: expected an active rep.`),
        due <= work.now && fault('/dueAt', 'tooEarly', `Expected an instant after now, ${toIso(work.now)}.`),
        due > latest && fault('/dueAt', 'tooLate', `Expected an instant within a year, up to ${toIso(latest)}.`),
      );
      const blocker = block(work, subject, { text, ownerRepId: owner!.id, dueAt: due, recordId: null });
      work.notify(owner!.id, 'handoff.blocked', subject, { blockerId: blocker.id, dueAt: toIso(due) });
    });
  }

  /** @throws NotFoundError unless the blocker belongs to the handoff */
  resolve(id: string, blockerId: string, { lesson }: ResolveBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, ({ work, subject, role }) => {
      const blocker = subject.blockers.find((each) => each.id === blockerId.toLowerCase());
      if (blocker === undefined) throw new NotFoundError('blocker', blockerId);
      if (!mayResolve(role, blocker))
        throw new HandoffRoleError('Only the owner of a blocker, the giver or a receiver can resolve it.');
      if (blocker.resolvedAt !== null) return;
      unblock(work, subject, blocker, lesson ?? null);
    });
  }
}
