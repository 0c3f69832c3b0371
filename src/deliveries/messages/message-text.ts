import { Liquid } from 'liquidjs';
import { cut, cutAtSentence, Unwritable } from '../delivery.js';

/** Something that a person is told, as it is shown to them. */
export interface Item {
  /** A sentence without its full stop. */
  readonly text: string;
  /** Of what tells of several things, a line for each. */
  readonly lines: readonly string[];
  /** By when they have to answer, in words of their own zone; null: nothing is due. */
  readonly answerBy: string | null;
  /** Who it is and where from; `href` where something can be done with it. */
  readonly facts: readonly { readonly name: string; readonly value: string; readonly href?: string }[];
  /** What the person asked, or what they may be told; null for nothing. */
  readonly message: string | null;
  /** What can be done about it by a link. */
  readonly actions: readonly { readonly label: string; readonly href: string }[];
}

export interface MessageText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Which templates there are, as they were read. */
export type Templates = Readonly<Record<'subject' | 'text' | 'html', string>>;

/** A message tells so much in full, and of the rest how many they are. */
const ITEMS_MAX = 20;
const INDENT = '\n  ';

/** What a message says, by templates that anybody can read and change (templates/mail). */
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
        // A subject is one line, whatever a lead is called.
        subject: this.plain.renderSync(this.parsed.subject, scope).replace(/\s+/g, ' ').trim(),
        text: `${this.plain.renderSync(this.parsed.text, scope).trim()}\n`,
        html: this.escaping.renderSync(this.parsed.html, scope),
      };
    } catch {
      return new Unwritable('templates/mail');
    }
  }
}
