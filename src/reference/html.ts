import { Marked } from 'marked';
import { slugOf } from '../platform/values/words.js';

/** Markup, as opposed to text that must be escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | string | number | readonly Part[] | null | undefined | false;

/** Builds markup from a template: texts are escaped; null, undefined and false are omitted. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + markupOf(parts[index])).join(''));
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Html) return part.markup;
  if (Array.isArray(part)) return part.map(markupOf).join('');
  return escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}

/** For our own documents; HTML in them is shown as text. */
const marked = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, text, depth }) {
      const anchor = depth === 1 ? '' : ` id="${slugOf(text)}"`;
      return `<h${depth}${anchor}>${this.parser.parseInline(tokens)}</h${depth}>\n`;
    },
    html({ text }) {
      return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    },
    table(token) {
      const cells = (row: typeof token.header, tag: string) =>
        row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join('');
      const rows = token.rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('\n');
      return `<div class="table"><table><thead><tr>${cells(token.header, 'th')}</tr></thead>\n<tbody>${rows}</tbody></table></div>\n`;
    },
  },
});

export function markdown(text: string): Html {
  return new Html(marked.parse(text, { async: false }));
}

/** Renders Markdown without block elements. */
export function inline(text: string): Html {
  return new Html(marked.parseInline(text, { async: false }));
}
