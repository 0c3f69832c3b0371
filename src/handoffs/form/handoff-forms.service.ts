import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import { differencesBetween, faultsOfPatch, patched, placesIn } from '../../forms/merge-patch.js';
import { pieceAt, sectionsHold } from '../../forms/view.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { refuse } from '../../platform/refusal.js';
import type { JsonRecord } from '../../platform/sql.js';
import { mendQuestion } from '../deal-fit.js';
import { HandoffIncompleteError } from '../handoff.errors.js';
import { HandoffActing } from '../handoff-acting.service.js';
import { requireAct } from '../handoff-acts.js';
import { completeHandoff, keepForm, startHandoff } from '../handoff-beginning.js';
import type { HandoffCase } from '../handoff-case.js';
import type { HandoffObstacle } from './missing.js';
import { copiedIn, withoutSaved } from './prefill.js';

/** A form as it is to be saved. */
export interface ToldForm {
  readonly patch: JsonRecord;
  readonly ifMatch: IfMatch;
  /** Whether whoever saves it has seen all of it: nothing of it is only filled in then. */
  readonly isWhole?: boolean;
}

/** Fills in the forms of handoffs. */
@Injectable()
export class HandoffForms {
  constructor(private readonly acting: HandoffActing) {}

  /**
   * Saves what is given of a form, as one; what is not given stays. What waited for it goes on: a deal that was won without
   * is handed over, and what was returned goes back.
   * @throws HandoffRoleError for who does not give it
   */
  amend(id: string, { patch, ifMatch, isWhole = false }: ToldForm, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'form');
      const { work, subject } = opened;
      requireMatch(ifMatch, subject.handoff.formVersion);
      refuse(faultsOfPatch(subject.kind.form, subject.handoff.form, patch));
      amendForm(work, subject, patched(subject.handoff.form, patch));
      markSaved(subject, isWhole ? null : placesIn(patch));
    });
  }
}

/**
 * The form says something else from now on; nothing happens where it does not.
 * @throws HandoffIncompleteError where it was handed over complete, and would not be any more
 */
export function amendForm(work: UnitOfWork, subject: HandoffCase, form: JsonRecord): void {
  const { handoff } = subject;
  const differences = differencesBetween(handoff.form, form);
  if (differences.length === 0) return;
  const places = differences.map(({ pointer }) => pointer);
  // Of what was handed over former versions are kept, in which it stands still.
  const copied = handoff.state === 'draft' ? copiedIn(handoff.copied, handoff.form, form) : handoff.copied;
  const prefills = withoutSaved(handoff.prefills, places);
  const missedBefore = subject.missing();
  const mayLose = isOwed(subject, missedBefore);
  subject.handoff = { ...handoff, form, prefills, copied, formVersion: handoff.formVersion + 1 };
  const pieces = subject.missing();
  // Nobody would owe it: a receiver works from what was handed over, and bills by it.
  const lost = pieces.filter(({ pointer }) => !missedBefore.some((each) => each.pointer === pointer));
  if (!mayLose && lost.length > 0) throw new HandoffIncompleteError(handoff.id, lost, true);
  const missing = pieces.length;
  work.record(subject, 'handoff.amended', {
    formVersion: subject.handoff.formVersion,
    fields: places,
    missing,
  });
  if (handoff.state === 'running') {
    keepForm(subject, work.now);
    tellOfAmendment(work, subject, places);
    mendQuestion(work, subject, missedBefore);
    completeHandoff(work, subject);
  } else if (missing === 0 && subject.deal?.stage === 'won' && handoff.startsOn !== 'manual')
    startHandoff(work, subject);
}

/** Receivers who have accepted work from what it said: each is told what is another of what they see. */
function tellOfAmendment(work: UnitOfWork, subject: HandoffCase, places: readonly string[]): void {
  const { formVersion } = subject.handoff;
  const { form, body } = subject.kind;
  for (const { name: receiver, place, state, ownerRepId } of subject.receivers) {
    const { sections } = body.receivers[place - 1]!;
    const seen = places.filter((pointer) => sectionsHold(sections, pointer));
    if ((state !== 'accepted' && state !== 'done') || seen.length === 0) continue;
    const fields = [...new Set(seen.map((pointer) => pieceAt(form, pointer)))];
    work.tell(ownerRepId, 'handoff.amended', subject, { receiver, formVersion, fields });
  }
}

/** Whether whoever gives owes pieces of it: before it is handed over, returned, or by an exception that is not made up for. */
function isOwed({ handoff, receivers }: HandoffCase, missing: readonly HandoffObstacle[]): boolean {
  const isReturned = receivers.some(({ state }) => state === 'returned');
  return handoff.state !== 'running' || isReturned || (handoff.exception !== null && missing.length > 0);
}

/** What somebody has saved is theirs, also where it says what was filled in. @param places null for all of it */
function markSaved(subject: HandoffCase, places: readonly string[] | null): void {
  const { prefills } = subject.handoff;
  const left = places === null ? {} : withoutSaved(prefills, places);
  if (Object.keys(left).length < Object.keys(prefills).length) subject.handoff = { ...subject.handoff, prefills: left };
}
