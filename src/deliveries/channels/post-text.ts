import { Liquid } from 'liquidjs';
import type { Item } from '../messages/message-text.js';
import { cut, Unwritable } from '../rendered-text.js';

export interface PostAction {
  readonly id: string;
  readonly label: string;
}

/** Something told in a channel, or to a rep by a bot. */
export interface PostItem extends Omit<Item, 'actions'> {
  /** The name of its subject; null if the text names it, or there is none. */
  readonly title: string | null;
  /** The present state, if it differs from the text. */
  readonly outcome: string | null;
  /** The lead that can be acted on; null for none. */
  readonly actOn: string | null;
  /** The buttons for those who may act on it. */
  readonly buttons: readonly PostAction[];
  /** Whether later events may change it. */
  readonly isLive: boolean;
}

/** Longer messages would not be read to the end; the rest is counted. */
const ITEMS_MAX = 8;
/** Slack's limit: https://docs.slack.dev/reference/block-kit/blocks */
const BLOCKS_MAX = 50;

export type Payload = Readonly<Record<string, unknown>>;

/** Renders posts by a template of JSON that users can change (templates/slack, templates/teams). */
export class PostTexts {
  private readonly engine = new Liquid();
  private readonly parsed;

  constructor(
    private readonly name: string,
    template: string,
  ) {
    this.engine.registerFilter('slack', (text: unknown, most: number) => escapedForSlack(String(text), most));
    this.engine.registerFilter('cut', cut);
    this.parsed = this.engine.parse(template);
  }

  /** @param items at least one */
  write(items: readonly PostItem[]): Payload | Unwritable {
    try {
      for (let count = Math.min(items.length, ITEMS_MAX); ; count -= 1) {
        const payload = this.show(items.slice(0, count), items.length - count);
        if (count === 1 || !Array.isArray(payload.blocks) || payload.blocks.length <= BLOCKS_MAX) return payload;
      }
    } catch {
      return new Unwritable(this.name);
    }
  }

  private show(items: readonly PostItem[], left: number): Payload {
    return JSON.parse(this.engine.renderSync(this.parsed, { items, left, newline: '\n' }));
  }
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Escapes Slack's markup, so that a text from outside can neither mention anybody nor contain a link.
 * @param most characters after escaping, because Slack counts those
 */
function escapedForSlack(text: string, most: number): string {
  let escaped = '';
  for (const sign of text) {
    const next = ESCAPED[sign] ?? sign;
    if (escaped.length + next.length >= most) return `${escaped}…`;
    escaped += next;
  }
  return escaped;
}
