import { isDeepStrictEqual } from 'node:util';
import type { Deal } from '../deals/deal.js';
import { sectionsHold } from '../forms/view.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { moneyInWords } from '../platform/values/money.js';
import { type HandoffObstacle, missingOf } from './form/missing.js';
import type { HandoffCase } from './handoff-case.js';
import { askAboutDeal, openAboutDeal, type Question, settleAboutDeal } from './questions/question.js';
import { hasBegun, type Receiver } from './receivers/receiver.js';

/**
 * Handles a change of a deal after its handoff. If the deal no longer fits what was handed over, giver and receivers
 * are notified, and the giver is asked what holds. A handoff that is done takes no answers, so its parties are only
 * notified.
 * @param before the deal as it was
 */
export function recheckAgainst(work: UnitOfWork, subject: HandoffCase, before: Deal): void {
  const { handoff, deal, kind, ownerId } = subject;
  if ((handoff.state !== 'running' && handoff.state !== 'done') || deal === null || isSameToForms(before, deal)) return;
  const { state } = handoff;
  const known = texts(missingOf(kind, handoff.form, before));
  const open = state === 'done' ? undefined : openAboutDeal(subject);
  const questioned = open === undefined ? [] : linesOf(open).filter((text) => known.includes(text));
  const missing = subject.missing();
  const gaps = missing.filter(({ text }) => questioned.includes(text) || !known.includes(text));
  if (gaps.every(({ text }) => known.includes(text))) {
    // The form may lack other pieces and still fit the deal, if it was handed over by exception.
    if (questioned.length > 0 && gaps.length === 0) settleAboutDeal(work, subject);
    else if (questioned.length > gaps.length) askAboutDeal(work, subject, dealFitQuestion(subject, deal, before, gaps));
    return;
  }
  const worth = worthNow(before, deal);
  const question =
    state === 'done' ? undefined : askAboutDeal(work, subject, dealFitQuestion(subject, deal, before, gaps), worth);
  const facts = { state, giverRepId: ownerId, ...(question !== undefined && { questionId: question.id }) };
  if (state === 'done') work.notify(ownerId, 'handoff.dealChanged', subject, { ...facts, ...worth });
  const receivers = subject.receivers.filter(hasBegun);
  for (const repId of new Set(receivers.map(({ ownerRepId }) => ownerRepId))) {
    if (state === 'done' && repId === ownerId) continue;
    // A receiver learns the worth of the deal only if they see a section that does not fit, such as what is invoiced.
    const isSeen = receivers.some((each) => each.ownerRepId === repId && sees(subject, each, gaps));
    work.notify(repId, 'handoff.dealChanged', subject, { ...facts, ...(isSeen && worth) });
  }
}

/** Returns the worth of a deal, if it has changed. */
function worthNow(before: Deal, { amount, currency }: Deal): { readonly worth?: string } {
  const isSame = before.amount === amount && before.currency === currency;
  return isSame || amount === null ? {} : { worth: moneyInWords(amount, currency) };
}

function sees({ kind }: HandoffCase, { place }: Pick<Receiver, 'place'>, gaps: readonly HandoffObstacle[]): boolean {
  return gaps.some(({ pointer }) => sectionsHold(kind.body.receivers[place - 1]!.sections, pointer));
}

/**
 * Updates the question about the deal after the form was amended: it lists what still does not fit, and is settled once
 * all of it fits, whatever else the form lacks.
 * @param missedBefore what the form lacked before
 */
export function mendQuestion(work: UnitOfWork, subject: HandoffCase, missedBefore: readonly HandoffObstacle[]): void {
  const open = openAboutDeal(subject);
  if (open === undefined) return;
  const lines = linesOf(open);
  const questioned = missedBefore.filter(({ text }) => lines.includes(text));
  // Not compared by text: a sum that still does not fit is described in other words.
  const gaps = subject.missing().filter((gap) => questioned.some((each) => isSamePiece(each, gap)));
  if (gaps.length === 0) settleAboutDeal(work, subject);
  else askAboutDeal(work, subject, { text: [open.text.split('\n')[0]!, ...texts(gaps)].join('\n'), place: open.place });
}

function isSamePiece(one: HandoffObstacle, other: HandoffObstacle): boolean {
  return one.pointer === '' ? one.text === other.text : one.pointer === other.pointer;
}

function texts(pieces: readonly HandoffObstacle[]): string[] {
  return pieces.map(({ text }) => text);
}

export function isSameToForms(one: Deal, other: Deal): boolean {
  const facts = ({ amount, currency, product, term }: Deal) => ({ amount, currency, product, term });
  return isDeepStrictEqual(facts(one), facts(other));
}

/** Returns the lines of a question that say what does not fit. */
function linesOf({ text }: Question): string[] {
  return text.split('\n').slice(1);
}

/**
 * Returns the text of the question, and the place of the receiver it concerns: one who sees what does not fit, if there
 * is one.
 */
function dealFitQuestion(
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
