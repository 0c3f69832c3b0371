import { page } from './frame.js';
import { html } from './html.js';
import { anchorOf, markdown } from './markdown.js';

/** The page of the problem codes, out of docs/problems.md: its second headings are what the `type` of a problem points to. */
export function problemsPage(text: string): string {
  const codes = [...text.matchAll(/^## (.+)$/gm)].map(([, code]) => code!);
  const links = codes.map((code) => html`<li data-words="${code}"><a href="#${anchorOf(code)}">${code}</a></li>`);
  return page({
    title: 'Problems',
    navigation: html`<section><h2>Problems</h2><ul>${links}</ul></section>`,
    content: html`<article class="prose">${markdown(withStatuses(text))}</article>`,
  });
}

/** A status at the beginning of a paragraph is no item of a list. */
function withStatuses(text: string): string {
  return text.replace(/^(\d{3})\. /gm, '$1\\. ');
}
