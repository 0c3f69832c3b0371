import { CLICK_IDS, type ClickId, FBCLID } from '../../leads/click-ids.js';
import type { InquiryForFeedback } from '../../leads/lead.store.js';
import { type Instant, MS_PER_SECOND } from '../../platform/values/duration.js';
import type { LeadInput } from '../../vocabulary/lead-fields.js';
import { wholeSecond } from '../platforms/time-text.js';
import type { Identifiers } from './identifiers.js';

/** A form of the person with its click: the lead's own, of another form that joined it, or of a merged lead. */
export interface ClickedForm {
  /** Null for the lead's own form. */
  readonly inquiryId: string | null;
  readonly clickIds: NonNullable<LeadInput['clickIds']>;
  readonly createdAt: Instant;
  /** Whether the merge that brought it was taken back. Then only what was sent by it is known by it. */
  readonly isWithdrawn: boolean;
}

/** The click by which a platform knows a lead. */
export interface Click {
  /** The inquiry that brought it; null for the lead's own. */
  readonly inquiryId: string | null;
  /** When it happened, or else when its form was sent. */
  readonly clickedAt: Instant;
  /** From when on something can follow from it: its form was sent, and the second of the click is over. */
  readonly from: Instant;
}

interface Clicked {
  readonly createdAt: Instant;
  readonly clickIds: LeadInput['clickIds'] | null;
  readonly inquiries: readonly InquiryForFeedback[];
}

/** Returns the forms of a person, oldest first: the click of a later form never takes the place of an earlier one. */
export function formsOf({ createdAt, clickIds, inquiries }: Clicked): ClickedForm[] {
  const others = inquiries.map(({ id, ...form }) => ({ ...form, inquiryId: id }));
  return clickIds == null ? others : [{ inquiryId: null, clickIds, createdAt, isWithdrawn: false }, ...others];
}

export function isInForce({ isWithdrawn }: ClickedForm): boolean {
  return !isWithdrawn;
}

/** Reports whether what happened at an instant can follow from the click of a form. */
export function isBefore(at: Instant) {
  return (form: ClickedForm): boolean => isInForce(form) && fromOf(form) <= at;
}

/**
 * Returns the identifiers of a platform among forms, and the click that identifies the lead best. Each click keeps its
 * own time.
 * @param names the platform's identifiers, the one that it knows best first
 * @param together whether it is sent all of them; otherwise only the first of the first form
 */
export function clickOf(
  forms: readonly ClickedForm[],
  names: readonly ClickId[],
  together: boolean,
): { readonly identifiers: Identifiers; readonly click: Click | null } {
  const clicked = forms.filter((form) => names.some((name) => idOf(form, name) !== undefined));
  const found = names.flatMap((name) => {
    const form = (together ? clicked : clicked.slice(0, 1)).find((each) => idOf(each, name) !== undefined);
    return form === undefined ? [] : [{ name, form }];
  });
  const sent = together ? found : found.slice(0, 1);
  return {
    identifiers: Object.fromEntries(sent.map(({ name, form }) => [name, idOf(form, name)!])),
    click: sent.length === 0 ? null : timed(sent[0]!.form),
  };
}

function timed({ inquiryId, clickIds, createdAt }: ClickedForm): Click {
  if (clickIds.clickedAt === undefined) return { inquiryId, clickedAt: createdAt, from: createdAt };
  const clickedAt = Date.parse(clickIds.clickedAt);
  // Times are cut to seconds, and a conversion must be later than the click.
  return { inquiryId, clickedAt, from: Math.max(createdAt, wholeSecond(clickedAt) + MS_PER_SECOND) };
}

/** Returns when a form with a click was sent. A click that was added later says itself when it was. */
function fromOf({ clickIds, createdAt }: Pick<ClickedForm, 'clickIds' | 'createdAt'>): Instant {
  return clickIds.clickedAt === undefined ? createdAt : Math.max(createdAt, Date.parse(clickIds.clickedAt));
}

/** A missing `fbc` is built like Meta's cookie, from the click id in the address and the time of the click. */
function idOf({ clickIds, createdAt }: ClickedForm, name: ClickId): string | undefined {
  const given = clickIds[name];
  if (given !== undefined) return CLICK_IDS[name].test(given) ? given : undefined;
  const { fbclid, clickedAt } = clickIds;
  if (name !== 'fbc' || fbclid === undefined || !FBCLID.test(fbclid)) return undefined;
  return `fb.1.${clickedAt === undefined ? createdAt : Date.parse(clickedAt)}.${fbclid}`;
}
