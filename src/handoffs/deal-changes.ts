import type { Deal } from '../deals/deal.js';
import type { DealCase } from '../deals/row-case.js';
import { endClocks } from '../lifecycle/clocks.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { HandoffException } from './handoff.js';
import { cancelHandoff, oweForm, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { dropPromise, owedBy } from './handoff-clocks.js';
import { FORM_OWED, GIVER } from './handoff-promises.js';
import { kindFor, type StartingKind } from './kinds/kind-of-deal.js';
import { isRenewal } from './renewals/renewal.js';

/** New, or in another stage than it was; or its handoff is held against something else, is somebody else's, or due another day. */
export function hasMoved({ before, row }: DealCase): boolean {
  if (before === null || before.stage !== row.stage) return true;
  return before !== row && (row.stage === 'won' || isRenewal(row) || before.accountId !== row.accountId);
}

/** What has become of the deal ends a handoff, or is what it is about from now on. */
export function bringTo(work: UnitOfWork, subject: HandoffCase, deal: Deal): void {
  subject.deal = deal;
  const { state, accountId } = subject.handoff;
  // Of what is done the client may still wait for word, where a touch was taken back.
  if (state === 'done' && deal.stage !== 'won') endClocks(work, subject, 'dealReopened');
  if (state !== 'draft' && state !== 'running') return;
  if (deal.stage === 'lost') cancelHandoff(work, subject, 'dealLost');
  // Opened again, it is handed over anew.
  else if (deal.stage === 'open' && state === 'running') cancelHandoff(work, subject, 'dealReopened');
  else {
    if (deal.stage === 'open') dropPromise(work, subject, FORM_OWED, 'dealReopened');
    if (accountId !== deal.accountId) subject.handoff = { ...subject.handoff, accountId: deal.accountId };
  }
}

/** Once it is won a deal keeps the kind by which it was. */
export function needsDraft({ before, row: { stage } }: DealCase, found: HandoffCase | undefined): boolean {
  const state = found?.handoff.state;
  if (stage === 'open') return state !== 'draft';
  return stage === 'won' && before?.stage !== 'won' && (state === undefined || state === 'cancelled');
}

export function mayChangeKind({ before, row }: DealCase): boolean {
  return before !== null && before !== row && before.stage === 'open' && row.stage !== 'lost';
}

/** Whether another kind takes it, or none, by what has changed about it. What has changed about the kinds does nothing here. */
export function changesKind(kinds: readonly StartingKind[], each: DealCase): boolean {
  if (!mayChangeKind(each)) return false;
  const { before, row } = each;
  const { stage, wonAt } = row;
  return kindFor(kinds, { ...before!, stage, wonAt })?.id !== kindFor(kinds, row)?.id;
}

/**
 * Won elsewhere without its form, it waits for that: whoever has it is told at once, and owes it from now on.
 * @param isNew whether it is won just now
 */
export function handOver(
  work: UnitOfWork,
  subject: HandoffCase,
  { exception, isNew }: { readonly exception: HandoffException | null; readonly isNew: boolean },
): void {
  const missing = subject.missing().length;
  if (missing === 0 || exception !== null) startHandoff(work, subject, exception);
  else if (isNew) {
    oweForm(work, subject, GIVER);
    const facts = { missing, placeholders: subject.placeholders(), ...owedBy(subject, FORM_OWED) };
    work.tell(subject.ownerId, 'handoff.missing', subject, facts);
  }
}
