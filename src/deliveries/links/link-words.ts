import { Liquid } from 'liquidjs';
import type { Category } from '../../disposition/disposition.js';
import type { PageMessage } from '../../platform/http/private-page.js';
import { KIND_WORDS, type TouchKind } from '../../vocabulary/touch-kinds.js';
import type { LinkAction, LinkRefusal } from './action-link.js';
import type { LinkField } from './link-form.js';

interface Choice {
  readonly heading: string;
  readonly links: readonly { readonly label: string; readonly href: string }[];
}

export interface ShownPage {
  readonly title: string;
  readonly texts: readonly string[];
  /** Errors that belong to no field. */
  readonly faults?: readonly string[];
  readonly choices?: readonly Choice[];
  readonly form?: { readonly fields: readonly LinkField[]; readonly button: string; readonly isSerious: boolean };
}

/** Renders the pages of links: plain forms without scripts (templates/pages). */
export class ActionPages {
  private readonly liquid = new Liquid({ outputEscape: 'escape' });
  private readonly parsed;

  constructor(template: string) {
    this.parsed = this.liquid.parse(template);
  }

  write({ title, texts, faults = [], choices = [], form }: ShownPage): string {
    return this.liquid.renderSync(this.parsed, { title, texts, faults, choices, form: form ?? null });
  }
}

export const FORGED: PageMessage = {
  status: 404,
  title: 'This is no link of ours',
  text: 'It may have been cut off or changed on its way: open it directly from the mail. Nothing was changed.',
};

const REFUSED: Readonly<Record<LinkRefusal, PageMessage>> = {
  expired: {
    status: 410,
    title: 'This link is too old',
    text: 'A link works for seven days. Log it where you see your leads. Nothing was changed.',
  },
  inactive: {
    status: 403,
    title: 'This link is not in use any more',
    text: 'The rep to whom it was sent does not work on leads here any more. Nothing was changed.',
  },
  gone: { status: 410, title: 'The lead is gone', text: 'It is no longer kept. Nothing was changed.' },
  erased: {
    status: 410,
    title: 'The lead was erased',
    text: 'The personal data of the lead was erased, so nothing more happens to it. Nothing was changed.',
  },
  moved: {
    status: 409,
    title: 'The lead has moved on',
    text: 'It belongs to somebody else by now, or waits for an owner. Nothing was changed.',
  },
  closed: { status: 409, title: 'The lead is closed already', text: 'Nothing was changed.' },
  taken: {
    status: 409,
    title: 'The lead is no longer offered',
    text: 'Nobody can claim it any more. Nothing was changed.',
  },
  yours: { status: 409, title: 'The lead is yours already', text: 'Nothing was changed.' },
};

export function refusedAs(
  { why, ownerId }: { why: LinkRefusal; ownerId: string | null },
  repName: (id: string) => string,
): PageMessage {
  const saying = REFUSED[why];
  return why === 'taken' && ownerId !== null
    ? { ...saying, text: `${repName(ownerId)} has it. Nothing was changed.` }
    : saying;
}

export const TITLES: Readonly<Record<LinkAction, (lead: string) => string>> = {
  reached: (lead) => `You reached ${lead}`,
  noAnswer: (lead) => `${lead} did not answer`,
  close: (lead) => `Close ${lead}`,
  claim: (lead) => `Claim ${lead}`,
};

export const EXPLAINED: Readonly<Record<LinkAction, string>> = {
  reached: 'This logs that you reached them, just now.',
  noAnswer: 'This logs that you called just now, and nobody answered.',
  close: 'Why is it closed?',
  claim: 'The first to claim it gets it.',
};

export const BUTTONS: Readonly<Record<LinkAction, string>> = {
  reached: 'Log it',
  noAnswer: 'Log it',
  close: 'Close the lead',
  claim: 'Claim it',
};

/** Sentences on what was done. @param what the kind of touch, or the label of the reason */
export const DONE: Readonly<Record<LinkAction, (what: string) => string>> = {
  reached: (what) => `It is logged that they were reached: ${KIND_WORDS[what as TouchKind]}.`,
  noAnswer: () => 'It is logged that they were called, and nobody answered.',
  close: (what) => `The lead was closed: ${what}.`,
  claim: () => 'The lead is yours.',
};

/** What becomes of a lead, in the words of a rep who closes it. */
export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  nurture: 'Not now: it comes back to you on a day',
  recycle: 'Somebody else tries again later',
  suppress: 'It should not be worked on',
  lost: 'It is lost',
};
