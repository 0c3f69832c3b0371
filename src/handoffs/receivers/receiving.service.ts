import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { changeAccount } from '../../deals/accounts/account.js';
import { clockFacts } from '../../lifecycle/clocks/clocks.js';
import { fault } from '../../platform/input/fault.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { isoOrNull, toIso } from '../../platform/values/duration.js';
import { faultsOfMissed, missedPieces } from '../form/missing.js';
import { ChecklistOpenError, HandoffStateError } from '../handoff.errors.js';
import { HandoffActing, type OpenedForAction } from '../handoff-acting.service.js';
import { requireActFor, requireReceives } from '../handoff-acts.js';
import { dropReceiversPromises, oweForm } from '../handoff-beginning.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, keepPromise, owedBy, replanPromise, runningOf } from '../handoff-clocks.js';
import { receiverIsDone, uncheckedOf, waitsForClient } from '../handoff-ending.js';
import { TO_CLIENT } from '../handoff-promises.js';
import { reachNextStage } from '../handoff-stages.js';
import { accept, finish, giveBack, type Receiver } from './receiver.js';
import type { ReturnBody } from './receiving.dto.js';

interface ActingReceiver extends OpenedForAction {
  readonly receiver: Receiver;
}

@Injectable()
export class Receiving {
  constructor(private readonly acting: HandoffActing) {}

  /**
   * Confirms that it has arrived and is complete. The owner of the first receiver of a win or a renewal gets the role
   * in the account that the kind names.
   */
  accept(id: string, name: string, caller: Caller): Promise<HandoffCase> {
    return this.change(
      id,
      name,
      caller,
      (acting) => {
        const { work, subject, receiver } = acting;
        if (receiver.state === 'accepted') return;
        requireActFor(acting, 'accept');
        subject.replaceReceiver(accept(receiver, work.now));
        const { place: step, ownerRepId } = receiver;
        keepPromise(work, subject, { kind: 'handoffAcknowledge', step });
        const { formVersion } = subject.handoff;
        work.record(subject, 'handoff.accepted', { receiver: receiver.name, repId: ownerRepId, formVersion });
        beginPromise(work, subject, { kind: 'handoffComplete', step }, ownerRepId);
        work.notify(subject.ownerId, 'handoff.accepted', subject, { receiver: receiver.name });
        takeOver(acting);
      },
      { mayGiveAccount: true },
    );
  }

  /** Returns it as incomplete. The giver owes what is missing from now on, and the return counts as rework. */
  giveBack(id: string, name: string, { missing, note }: ReturnBody, caller: Caller): Promise<HandoffCase> {
    return this.change(id, name, caller, (acting) => {
      requireActFor(acting, 'return');
      const { work, subject, receiver } = acting;
      const { sections } = subject.kind.body.receivers[receiver.place - 1]!;
      refuse(faultsOfMissed(missing, { form: subject.kind.form, sections }, '/missing'));
      const step = receiver.place;
      subject.replaceReceiver(giveBack(receiver, missedPieces(missing, subject.handoff.form), note));
      keepPromise(work, subject, { kind: 'handoffAcknowledge', step });
      const { returns } = subject.receiver(step);
      work.record(subject, 'handoff.returned', {
        receiver: receiver.name,
        missing,
        returns,
        from: receiver.state,
        formVersion: subject.handoff.formVersion,
      });
      dropReceiversPromises(work, subject, step, 'returned');
      oweForm(work, subject, step);
      work.notify(subject.ownerId, 'handoff.returned', subject, {
        receiver: receiver.name,
        ...owedBy(subject, { kind: 'handoffException', step }),
      });
    });
  }

  /** Sets when it will be processed, which is not after the deadline, and replaces it. */
  schedule(id: string, name: string, at: string, caller: Caller): Promise<HandoffCase> {
    return this.change(id, name, caller, (acting) => {
      requireActFor(acting, 'schedule');
      const { work, subject, receiver } = acting;
      const which = { kind: 'handoffComplete', step: receiver.place } as const;
      const formerDueAt = runningOf(subject, which)!.dueAt;
      const scheduledAt = instantOf(at);
      subject.replaceReceiver({ ...receiver, scheduledAt: null });
      const latest = replanPromise(work, subject, which)?.dueAt ?? null;
      const { now } = work;
      if (scheduledAt <= now) refuse(fault('/at', 'tooEarly', `Expected an instant after now, ${toIso(now)}.`));
      if (latest !== null && scheduledAt > latest)
        refuse(fault('/at', 'tooLate', `Expected an instant up to the deadline, ${toIso(latest)}.`));
      subject.replaceReceiver({ ...receiver, scheduledAt });
      work.record(subject, 'handoff.scheduled', { receiver: receiver.name, at: toIso(scheduledAt) });
      const clock = replanPromise(work, subject, which);
      if (clock === undefined) return;
      const { calendarId } = clock;
      work.record(subject, 'sla.replanned', {
        ...clockFacts(clock),
        formerDueAt: isoOrNull(formerDueAt),
        why: 'scheduled',
        calendarId,
      });
    });
  }

  /** @param done the places of all entries of the checklist that are done, from 0 */
  check(id: string, name: string, done: readonly number[], caller: Caller): Promise<HandoffCase> {
    return this.change(id, name, caller, (acting) => {
      requireActFor(acting, 'checklist');
      const { work, subject, receiver } = acting;
      const { length } = checklistOf(subject, receiver);
      refuse(
        done.flatMap((place, index) =>
          place < length ? [] : [fault(`/done/${index}`, 'value', `The checklist has ${length} entries, from 0.`)],
        ),
      );
      const checked = [...new Set(done)].sort((a, b) => a - b);
      if (checked.join() === receiver.checked.join()) return;
      subject.replaceReceiver({ ...receiver, checked });
      work.record(subject, 'handoff.checked', { receiver: receiver.name, checked, of: length });
    });
  }

  /** Confirms that it is processed; the last one ends the handoff. */
  finish(id: string, name: string, caller: Caller): Promise<HandoffCase> {
    return this.change(id, name, caller, (acting) => {
      const { work, subject, receiver } = acting;
      if (receiver.state === 'done') return;
      requireActFor(acting, 'done');
      const open = uncheckedOf(subject, receiver);
      if (open.length > 0) throw new ChecklistOpenError(open);
      subject.replaceReceiver(finish(receiver, work.now));
      keepPromise(work, subject, { kind: 'handoffComplete', step: receiver.place });
      receiverIsDone(work, subject, receiver);
      const stage = reachNextStage(work, subject);
      const next = stage === null ? {} : { stage };
      const { state } = subject.handoff;
      const forClient = waitsForClient(subject) ? { tellClientBy: owedBy(subject, TO_CLIENT).dueAt } : {};
      work.notify(subject.ownerId, 'handoff.done', subject, { receiver: receiver.name, state, ...next, ...forClient });
    });
  }

  private change(
    id: string,
    name: string,
    caller: Caller,
    action: (acting: ActingReceiver) => void,
    how: Parameters<HandoffActing['change']>[3] = {},
  ): Promise<HandoffCase> {
    const act = (opened: OpenedForAction) => {
      const { subject } = opened;
      const receiver = subject.receivers.find((each) => each.name.toLowerCase() === name.toLowerCase());
      if (receiver === undefined) {
        if (subject.handoff.state === 'draft')
          throw new HandoffStateError('Only a handoff that has started can be received', subject.handoff);
        throw new NotFoundError(
          'receiver',
          name,
          subject.receivers.map((each) => each.name),
        );
      }
      requireReceives({ ...opened, receiver });
      action({ ...opened, receiver });
    };
    return this.acting.change(id, caller, act, how);
  }
}

function checklistOf({ kind }: HandoffCase, { place }: Receiver) {
  return kind.body.receivers[place - 1]!.checklist;
}

/** Gives a role in the account to the owner of the first receiver. Until then the seller answers for the account. */
function takeOver({ work, subject, account, receiver }: ActingReceiver): void {
  const { startsOn } = subject.handoff;
  const isOfAccount = startsOn === 'deal.won' || startsOn === 'renewal.due';
  if (account === null || !isOfAccount || receiver.place !== 1) return;
  const { accountRole: role } = subject.kind.body;
  const { roles } = account.row;
  if (roles[role] === receiver.ownerRepId) return;
  changeAccount(work, account, { roles: { ...roles, [role]: receiver.ownerRepId } }, [`roles.${role}`]);
}
