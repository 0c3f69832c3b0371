import { isDeepStrictEqual } from 'node:util';
import type { Deal } from '../deals/deal.js';
import { sectionsHold } from '../forms/view.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Missing, missingOf } from './form/missing.js';
import type { HandoffCase } from './handoff-case.js';
import { askAboutDeal } from './questions/question.js';
import { hasBegun } from './receivers/receiver.js';

/**
 * A deal has changed after its handoff: where that no longer fits what was handed over, giver and receivers are told, and
 * the giver is asked what holds. Nobody can answer for a handoff that is done: its parties are told alone.
 * @param before the deal as it was
 */
export function holdAgainstDeal(work: UnitOfWork, subject: HandoffCase, before: Deal): void {
  const { handoff, deal, kind, ownerId } = subject;
  if ((handoff.state !== 'running' && handoff.state !== 'done') || deal === null || isSameToForms(before, deal)) return;
  const known = missingOf(kind, handoff.form, before).map(({ text }) => text);
  const gaps = subject.missing().filter(({ text }) => !known.includes(text));
  if (gaps.length === 0) return;
  const { state } = handoff;
  const question = state === 'done' ? undefined : askAboutDeal(work, subject, askedOf(subject, deal, before, gaps));
  const facts = { state, giverRepId: ownerId, ...(question !== undefined && { questionId: question.id }) };
  const receivers = subject.receivers.filter(hasBegun).map(({ ownerRepId }) => ownerRepId);
  for (const repId of new Set([...(state === 'done' ? [ownerId] : []), ...receivers]))
    work.tell(repId, 'handoff.dealChanged', subject, facts);
}

/** Whether forms see no difference between two deals. */
export function isSameToForms(one: Deal, other: Deal): boolean {
  const facts = ({ amount, currency, product, term }: Deal) => ({ amount, currency, product, term });
  return isDeepStrictEqual(facts(one), facts(other));
}

/** Between the giver and a receiver who sees what does not fit. */
function askedOf(
  { receivers, kind }: HandoffCase,
  { amount, currency }: Deal,
  before: Deal,
  gaps: readonly Missing[],
): { readonly text: string; readonly place: number } {
  const isWorth = amount !== before.amount || currency !== before.currency;
  const what = isWorth ? `The deal is worth ${amount} ${currency} by now, which` : 'The deal was changed, and';
  const begun = receivers.filter(hasBegun);
  const seeing = begun.find(({ place }) =>
    gaps.some(({ pointer }) => sectionsHold(kind.body.receivers[place - 1]!.sections, pointer)),
  );
  return {
    text: [`${what} does not fit what was handed over:`, ...gaps.map(({ text }) => text)].join('\n'),
    place: (seeing ?? begun[0]!).place,
  };
}
