import { Liquid } from 'liquidjs';
import { cut, Unwritable } from '../delivery.js';
import type { Item } from '../messages/message-text.js';

/** Something that can be done about a lead with one press. */
export interface PostAction {
  readonly id: string;
  readonly label: string;
}

/** Something that is told in a channel, or to a person by a bot. */
export interface PostItem extends Omit<Item, 'actions'> {
  /** Whom it is about; null where the sentence says so, or it is about nobody. */
  readonly title: string | null;
  /** How it stands by now, where that is not as it was told. */
  readonly outcome: string | null;
  /** The lead that something can be done about; null: nothing can. */
  readonly actOn: string | null;
  /** What whoever may act on it may press, where there are buttons. */
  readonly buttons: readonly PostAction[];
  /** Whether what it says may change. */
  readonly isLive: boolean;
}

/** Nobody reads further. */
const ITEMS_MAX = 8;
/** More no message of Slack may have: https://docs.slack.dev/reference/block-kit/blocks */
const BLOCKS_MAX = 50;

export type Payload = Readonly<Record<string, unknown>>;

/** What a post shows, by a template of JSON that anybody can read and change (templates/slack, templates/teams). */
export class PostTexts {
  private readonly engine = new Liquid();
  private readonly parsed;

  /** @param name the folder of the template */
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
 * Three signs say more than themselves there: who writes to us shall mention nobody, and lead nowhere.
 * @param most characters when it is escaped, because that is what Slack counts
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
