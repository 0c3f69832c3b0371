import type { Deal } from '../deals/deal.js';
import type { DealCase } from '../deals/row-case.js';
import { endClocks } from '../lifecycle/clocks/clocks.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import type { HandoffException } from './handoff.js';
import { cancelHandoff, oweForm, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { dropPromise, owedBy } from './handoff-clocks.js';
import { FORM_OWED, GIVER } from './handoff-promises.js';
import { kindFor, type StartingKind } from './kinds/kind-of-deal.js';
import { isRenewal } from './renewals/renewal.js';

/**
 * Whether a deal is new or in another stage, or was changed in a way that may concern its handoff: it is won, renews a
 * contract, or belongs to another account.
 */
export function hasMoved({ before, row }: DealCase): boolean {
  if (before === null || before.stage !== row.stage) return true;
  return before !== row && (row.stage === 'won' || isRenewal(row) || before.accountId !== row.accountId);
}

/** Applies a change of a deal to its handoff, which ends or is about the changed deal from now on. */
export function adoptDeal(work: UnitOfWork, subject: HandoffCase, deal: Deal): void {
  subject.deal = deal;
  const { state, accountId } = subject.handoff;
  // A done handoff may still owe the client word, if a touch was voided.
  if (state === 'done' && deal.stage !== 'won') endClocks(work, subject, 'dealReopened');
  if (state !== 'draft' && state !== 'running') return;
  if (deal.stage === 'lost') cancelHandoff(work, subject, 'dealLost');
  // A reopened deal is handed over anew, by another handoff.
  else if (deal.stage === 'open' && state === 'running') cancelHandoff(work, subject, 'dealReopened');
  else {
    if (deal.stage === 'open') dropPromise(work, subject, FORM_OWED, 'dealReopened');
    if (accountId !== deal.accountId) subject.handoff = { ...subject.handoff, accountId: deal.accountId };
  }
}

/** Whether a deal needs a new draft. A deal that was won before does not: it keeps the kind by which it was won. */
export function needsDraft({ before, row: { stage } }: DealCase, found: HandoffCase | undefined): boolean {
  const state = found?.handoff.state;
  if (stage === 'open') return state !== 'draft';
  return stage === 'won' && before?.stage !== 'won' && (state === undefined || state === 'cancelled');
}

export function mayChangeKind({ before, row }: DealCase): boolean {
  return before !== null && before !== row && before.stage === 'open' && row.stage !== 'lost';
}

/**
 * Whether a change of the deal calls for another kind of handoff, or for none. A change of the kinds has no effect
 * here.
 */
export function changesKind(kinds: readonly StartingKind[], each: DealCase): boolean {
  if (!mayChangeKind(each)) return false;
  const { before, row } = each;
  const { stage, wonAt } = row;
  return kindFor(kinds, { ...before!, stage, wonAt })?.id !== kindFor(kinds, row)?.id;
}

/**
 * Hands over a won deal. If it was won elsewhere with an incomplete form, the giver is notified at once, and owes the
 * form.
 * @param isNew whether the deal was just won
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
    work.notify(subject.ownerId, 'handoff.missing', subject, facts);
  }
}
