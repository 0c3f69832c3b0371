import { Liquid } from 'liquidjs';
import { cut, cutAtSentence, Unwritable } from '../rendered-text.js';

export interface Item {
  /** A sentence without its full stop. */
  readonly text: string;
  readonly lines: readonly string[];
  /** The deadline, in words and in the reader's time zone; null if nothing is due. */
  readonly answerBy: string | null;
  /** Details of the lead; `href` if the value can be followed, as a phone number can. */
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href?: string }[];
  /** What the person wrote, or a text for the client; null for none. */
  readonly message: string | null;
  readonly actions: readonly { readonly label: string; readonly href: string }[];
}

export interface MessageText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export type Templates = Readonly<Record<'subject' | 'text' | 'html', string>>;

/** Items that a message shows in full; the rest is counted. */
const ITEMS_MAX = 20;
const INDENT = '\n  ';

/** Renders mails by templates that users can change (templates/mail). */
export class MessageTexts {
  private readonly plain = new Liquid();
  private readonly escaping = new Liquid({ outputEscape: 'escape' });
  private readonly parsed;

  constructor({ subject, text, html }: Templates) {
    this.plain.registerFilter('cut', cut);
    this.plain.registerFilter('cutAtSentence', cutAtSentence);
    this.parsed = {
      subject: this.plain.parse(subject),
      text: this.plain.parse(text),
      html: this.escaping.parse(html),
    };
  }

  /** @param items at least one, the most important first */
  write(items: readonly Item[]): MessageText | Unwritable {
    const shown = items.slice(0, ITEMS_MAX);
    const scope = {
      items: shown,
      more: items.length - 1,
      left: items.length - shown.length,
      newline: '\n',
      indented: INDENT,
    };
    try {
      return {
        // A lead's name may contain line breaks; a subject must not.
        subject: this.plain.renderSync(this.parsed.subject, scope).replace(/\s+/g, ' ').trim(),
        text: `${this.plain.renderSync(this.parsed.text, scope).trim()}\n`,
        html: this.escaping.renderSync(this.parsed.html, scope),
      };
    } catch {
      return new Unwritable('templates/mail');
    }
  }
}
