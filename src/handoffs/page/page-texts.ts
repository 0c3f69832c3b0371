import { inLocalWords } from '../../calendar/zone.js';
import { pieceAt } from '../../forms/view.js';
import type { Names } from '../../leads/lead.js';
import { moneyInWords } from '../../platform/values/money.js';
import { type HandoffObstacle, isMadeUpFor } from '../form/missing.js';
import type { HandoffCase } from '../handoff-case.js';
import { stagesReached, whyNotBegun } from '../handoff-stages.js';
import { hasBegun, type Receiver } from '../receivers/receiver.js';
import type { LinkRole } from './handoff-links.service.js';
import { STANDING, stageWords } from './handoff-pages.js';

interface Reader {
  readonly role: LinkRole;
  readonly names: Names;
  /** The zone of days and times. */
  readonly zone: string;
}

/** Returns the texts above the form, or above what is handed over: its state, and what it is about. */
export function textsOf(subject: HandoffCase, { role, names, zone }: Reader): string[] {
  const { kind, receivers } = subject;
  const giver = names.rep(subject.ownerId);
  const stages = stageWords(stagesReached(kind.body, receivers));
  const about = [...soldIn(subject, role), ...blockedIn(subject, names, zone)];
  if (role === 'form') {
    const returned = receivers.filter(({ state }) => state === 'returned');
    const saved =
      subject.handoff.state === 'draft'
        ? 'The button at the end saves what you have filled in. You can save before the form is complete.'
        : 'The form was handed over. The button at the end saves your changes, and each receiver who has accepted it is notified.';
    return [
      kind.body.moment,
      ...stages,
      `For ${giver}. ${saved}`,
      ...about,
      ...returned.map(({ name, note }) => `${name} has returned it: ${note}`),
      ...(returned.length === 0 ? [] : [GOES_BACK]),
    ];
  }
  const receiver = subject.receiver(role);
  const { name, state } = receiver;
  return [
    `From ${giver} to ${name}.`,
    ...stages,
    hasBegun(receiver)
      ? STANDING[state](name, giver)
      : `${whyNotBegun(kind.body, receivers, role)} Until then there is nothing to do for ${name}.`,
    ...(state === 'returned' ? returnedFor(subject, receiver) : []),
    ...about,
  ];
}

const GOES_BACK = 'It goes back by itself once every returned field has a new answer and nothing else is missing.';

/** Returns what is missing from the form, and what receivers have returned and nobody has changed since. */
export function stillRequired(subject: HandoffCase): HandoffObstacle[] {
  const missing = subject.missing();
  const returned = returnedIn(subject).filter((each) => missing.every(({ pointer }) => pointer !== each.pointer));
  const texts = returned.map(({ pointer, name }) => {
    return { pointer, text: `${pieceAt(subject.kind.form, pointer)}: ${name} has returned this.` };
  });
  return [...missing, ...texts];
}

/** Returns what receivers have returned and nobody has changed since, with their names. */
export function returnedIn({ handoff, receivers }: HandoffCase): { readonly pointer: string; readonly name: string }[] {
  return receivers.flatMap(({ state, name, missing }) =>
    state !== 'returned' || missing === null
      ? []
      : missing.filter((piece) => !isMadeUpFor([piece], handoff.form)).map(({ pointer }) => ({ pointer, name })),
  );
}

function returnedFor({ kind }: HandoffCase, { missing, note }: Receiver): string[] {
  const pieces = (missing ?? []).map(({ pointer }) => pieceAt(kind.form, pointer));
  return [
    ...(pieces.length === 0 ? [] : [`What is missing: ${pieces.join('; ')}.`]),
    ...(note === null ? [] : [`Note: ${note}`]),
  ];
}

/**
 * Names the client. The worth of the deal is only for readers of the billing section, whose amounts have no currency.
 */
function soldIn({ deal, account, kind }: HandoffCase, role: LinkRole): string[] {
  const sections = role === 'form' ? undefined : kind.body.receivers[role - 1]!.sections;
  const billing = kind.form.fields.find((field) => field.role === 'billing');
  const seesWorth = sections === undefined || (billing !== undefined && sections.includes(billing.name));
  const client = account === null ? [] : [`The client is ${account.name}.`];
  if (deal?.amount == null || !seesWorth) return client;
  return [...client, `The deal is worth ${moneyInWords(deal.amount, deal.currency)} net of tax.`];
}

function blockedIn({ blockers }: HandoffCase, names: Names, zone: string): string[] {
  return blockers
    .filter(({ resolvedAt }) => resolvedAt === null)
    .map(
      ({ text, ownerRepId, dueAt }) =>
        `Held up: “${text}”${/[.!?]$/.test(text) ? '' : '.'} ${names.rep(ownerRepId)} sees to it by ${inLocalWords(dueAt, zone)}.`,
    );
}
