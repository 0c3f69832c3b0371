import { isDeepStrictEqual } from 'node:util';
import type { Deal } from '../deals/deal.js';
import { sectionsHold } from '../forms/view.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { moneyInWords } from '../platform/money.js';
import { type HandoffObstacle, missingOf } from './form/missing.js';
import type { HandoffCase } from './handoff-case.js';
import { askAboutDeal, openAboutDeal, type Question, settleAboutDeal } from './questions/question.js';
import { hasBegun, type Receiver } from './receivers/receiver.js';

/**
 * A deal has changed after its handoff: where that no longer fits what was handed over, giver and receivers are told, and
 * the giver is asked what holds. Nobody can answer for a handoff that is done: its parties are told alone.
 * @param before the deal as it was
 */
export function holdAgainstDeal(work: UnitOfWork, subject: HandoffCase, before: Deal): void {
  const { handoff, deal, kind, ownerId } = subject;
  if ((handoff.state !== 'running' && handoff.state !== 'done') || deal === null || isSameToForms(before, deal)) return;
  const { state } = handoff;
  const known = texts(missingOf(kind, handoff.form, before));
  const open = state === 'done' ? undefined : openAboutDeal(subject);
  const asked = open === undefined ? [] : linesOf(open).filter((text) => known.includes(text));
  const missing = subject.missing();
  const gaps = missing.filter(({ text }) => asked.includes(text) || !known.includes(text));
  if (gaps.every(({ text }) => known.includes(text))) {
    // Something else may be missing of a form that was handed over by exception.
    if (asked.length > 0 && gaps.length === 0) settleAboutDeal(work, subject);
    else if (asked.length > gaps.length) askAboutDeal(work, subject, askedOf(subject, deal, before, gaps));
    return;
  }
  const worth = worthNow(before, deal);
  const question =
    state === 'done' ? undefined : askAboutDeal(work, subject, askedOf(subject, deal, before, gaps), worth);
  const facts = { state, giverRepId: ownerId, ...(question !== undefined && { questionId: question.id }) };
  if (state === 'done') work.tell(ownerId, 'handoff.dealChanged', subject, { ...facts, ...worth });
  const receivers = subject.receivers.filter(hasBegun);
  for (const repId of new Set(receivers.map(({ ownerRepId }) => ownerRepId))) {
    if (state === 'done' && repId === ownerId) continue;
    // Of what a deal is worth they know by what is invoiced.
    const isSeen = receivers.some((each) => each.ownerRepId === repId && sees(subject, each, gaps));
    work.tell(repId, 'handoff.dealChanged', subject, { ...facts, ...(isSeen && worth) });
  }
}

/** What a deal is worth by now, where that is another amount. */
function worthNow(before: Deal, { amount, currency }: Deal): { readonly worth?: string } {
  const isSame = before.amount === amount && before.currency === currency;
  return isSame || amount === null ? {} : { worth: moneyInWords(amount, currency) };
}

function sees({ kind }: HandoffCase, { place }: Pick<Receiver, 'place'>, gaps: readonly HandoffObstacle[]): boolean {
  return gaps.some(({ pointer }) => sectionsHold(kind.body.receivers[place - 1]!.sections, pointer));
}

/**
 * The form was amended: what was asked about the deal says what still does not fit, and is settled where all of it does,
 * whatever else the form lacks.
 * @param missedBefore of the form as it was
 */
export function mendQuestion(work: UnitOfWork, subject: HandoffCase, missedBefore: readonly HandoffObstacle[]): void {
  const open = openAboutDeal(subject);
  if (open === undefined) return;
  const lines = linesOf(open);
  const asked = missedBefore.filter(({ text }) => lines.includes(text));
  // A sum that is still another one is told in other words.
  const gaps = subject.missing().filter((gap) => asked.some((each) => isSamePiece(each, gap)));
  if (gaps.length === 0) settleAboutDeal(work, subject);
  else askAboutDeal(work, subject, { text: [open.text.split('\n')[0]!, ...texts(gaps)].join('\n'), place: open.place });
}

function isSamePiece(one: HandoffObstacle, other: HandoffObstacle): boolean {
  return one.pointer === '' ? one.text === other.text : one.pointer === other.pointer;
}

function texts(pieces: readonly HandoffObstacle[]): string[] {
  return pieces.map(({ text }) => text);
}

/** Whether forms see no difference between two deals. */
export function isSameToForms(one: Deal, other: Deal): boolean {
  const facts = ({ amount, currency, product, term }: Deal) => ({ amount, currency, product, term });
  return isDeepStrictEqual(facts(one), facts(other));
}

/** What does not fit, by a question that was asked about it. */
function linesOf({ text }: Question): string[] {
  return text.split('\n').slice(1);
}

/** Between the giver and a receiver who sees what does not fit. */
function askedOf(
  subject: HandoffCase,
  deal: Deal,
  before: Deal,
  gaps: readonly HandoffObstacle[],
): { readonly text: string; readonly place: number } {
  const { receivers, kind, handoff } = subject;
  const { amount, currency } = deal;
  const ofFormerWorth = { ...deal, amount: before.amount, currency: before.currency };
  const known = texts(missingOf(kind, handoff.form, ofFormerWorth));
  const isWorth = gaps.some(({ text }) => !known.includes(text));
  const worth = amount === null ? 'has no amount' : `is worth ${moneyInWords(amount, currency)}`;
  const what = isWorth ? `The deal ${worth} by now, which` : 'The deal was changed, and';
  const begun = receivers.filter(hasBegun);
  const seeing = begun.find((each) => sees(subject, each, gaps));
  return {
    text: [`${what} does not fit what was handed over:`, ...texts(gaps)].join('\n'),
    place: (seeing ?? begun[0]!).place,
  };
}
