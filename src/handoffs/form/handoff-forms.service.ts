import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { changesBetween } from '../../documents/change.js';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import { faultsOfPatch, patched, placesIn } from '../../forms/merge-patch.js';
import { pieceAt, sectionsHold } from '../../forms/view.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { refuse } from '../../platform/input/refusal.js';
import type { JsonRecord } from '../../platform/sql/sql.js';
import { mendQuestion } from '../deal-fit.js';
import { HandoffIncompleteError } from '../handoff.errors.js';
import { HandoffActing } from '../handoff-acting.service.js';
import { requireAct } from '../handoff-acts.js';
import { completeHandoff, isDue, keepForm, startHandoff } from '../handoff-beginning.js';
import type { HandoffCase } from '../handoff-case.js';
import type { HandoffObstacle } from './missing.js';
import { copiedIn, withoutSaved } from './prefill.js';

/** A change to a form. */
export interface FormChange {
  readonly patch: JsonRecord;
  readonly ifMatch: IfMatch;
  /** Whether the person who saves it has seen the whole form, so that none of its values counts as only prefilled. */
  readonly isWhole?: boolean;
}

@Injectable()
export class HandoffForms {
  constructor(private readonly acting: HandoffActing) {}

  /**
   * Applies a patch to a form, as a whole or not at all. What waited for the form goes on: a deal that was won without
   * it is handed over, and a returned handoff goes back to its receivers.
   * @throws HandoffRoleError unless the caller gives it
   */
  amend(id: string, { patch, ifMatch, isWhole = false }: FormChange, caller: Caller): Promise<HandoffCase> {
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
 * Replaces the form. Does nothing if there is no difference.
 * @throws HandoffIncompleteError if it was handed over complete, and would not be complete any more
 */
export function amendForm(work: UnitOfWork, subject: HandoffCase, form: JsonRecord): void {
  const { handoff } = subject;
  const differences = changesBetween(handoff.form, form);
  if (differences.length === 0) return;
  const places = differences.map(({ pointer }) => pointer);
  // After the handover former versions are stored, and still contain the copied values.
  const copied = handoff.state === 'draft' ? copiedIn(handoff.copied, handoff.form, form) : handoff.copied;
  const prefills = withoutSaved(handoff.prefills, places);
  const missedBefore = subject.missing();
  const mayLose = isOwed(subject, missedBefore);
  subject.handoff = { ...handoff, form, prefills, copied, formVersion: handoff.formVersion + 1 };
  const pieces = subject.missing();
  // Nobody would owe the lost pieces, and receivers work and bill by what was handed over.
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
    notifyOfAmendment(work, subject, places);
    mendQuestion(work, subject, missedBefore);
    completeHandoff(work, subject);
  } else if (missing === 0 && isDue(subject)) startHandoff(work, subject);
}

/**
 * Notifies receivers who have accepted of changes in the sections that they see, as they work from the former values.
 */
function notifyOfAmendment(work: UnitOfWork, subject: HandoffCase, places: readonly string[]): void {
  const { formVersion } = subject.handoff;
  const { form, body } = subject.kind;
  for (const { name: receiver, place, state, ownerRepId } of subject.receivers) {
    const { sections } = body.receivers[place - 1]!;
    const seen = places.filter((pointer) => sectionsHold(sections, pointer));
    if ((state !== 'accepted' && state !== 'done') || seen.length === 0) continue;
    const fields = [...new Set(seen.map((pointer) => pieceAt(form, pointer)))];
    work.notify(ownerRepId, 'handoff.amended', subject, { receiver, formVersion, fields });
  }
}

/**
 * Whether the giver owes pieces of the form: before the handover, after a return, or while an exception is not
 * completed.
 */
function isOwed({ handoff, receivers }: HandoffCase, missing: readonly HandoffObstacle[]): boolean {
  const isReturned = receivers.some(({ state }) => state === 'returned');
  return handoff.state !== 'running' || isReturned || (handoff.exception !== null && missing.length > 0);
}

/**
 * Marks values as saved by a person, also those that equal what was prefilled. @param places null for the whole form
 */
function markSaved(subject: HandoffCase, places: readonly string[] | null): void {
  const { prefills } = subject.handoff;
  const left = places === null ? {} : withoutSaved(prefills, places);
  if (Object.keys(left).length < Object.keys(prefills).length) subject.handoff = { ...subject.handoff, prefills: left };
}
