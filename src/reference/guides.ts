import { posix } from 'node:path';
import { page } from './frame.js';
import { type Html, html, markdown } from './html.js';

export interface Guide {
  readonly path: string;
  readonly text: string;
}

const DECISIONS = '/docs/adr';
/** Documents that are part of other pages. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'docs/api.md': '/docs',
  'docs/tour.md': '/docs',
  'docs/problems.md': '/problems',
};

/** Returns the address at which a file of the repository is served, or null if it is not. */
function addressOf(path: string): string | null {
  if (Object.hasOwn(ELSEWHERE, path)) return ELSEWHERE[path]!;
  const [, decision, name] = /^docs\/(adr\/)?([\w-]+)\.md$/.exec(path) ?? [];
  if (name === undefined) return null;
  return decision === undefined ? `/docs/guides/${name}` : `${DECISIONS}/${name}`;
}

/** Rewrites links in Markdown to served addresses; links to files that are not served become plain names. */
export function withServedLinks({ path, text }: Guide): string {
  return text.replaceAll(
    /\[([^\]]+)\]\((?!https?:|[#/])([^)\s#]+)(#[^)\s]+)?\)/g,
    (_, label: string, file: string, anchor = '') => {
      const address = addressOf(posix.join(posix.dirname(path), file));
      return address === null ? `\`${label.replaceAll('`', '')}\`` : `[${label}](${address}${anchor})`;
    },
  );
}

export function guideLinks(guides: readonly Guide[]): Html {
  const links = guides
    .filter((guide) => !isDecision(guide) && !Object.hasOwn(ELSEWHERE, guide.path))
    .map(
      (guide) => html`<li data-words="${headingsOf(guide)}">${linkTo(guide)}</li>
`,
    );
  return html`${links}<li data-words="ADR architecture decision records"><a href="${DECISIONS}">Decisions</a></li>`;
}

/** Returns the pages of guides and decisions and a list of decisions, by their address after `/docs/`. */
export function guidePages(guides: readonly Guide[], navigation: Html): [string, string][] {
  const decisions = guides.filter(isDecision);
  const items = decisions.map(
    (guide) => html`<li data-words="${headingsOf(guide)}">${linkTo(guide)}</li>
`,
  );
  const besideDecisions = html`<section><h2>Decisions</h2><ul>${items}</ul></section>`;
  const list = html`<h1>Decisions</h1><p class="lead">Why Touchline is built as it is, and what was ruled out.</p><ul>${items}</ul>`;
  const pages = guides
    .filter(({ path }) => !Object.hasOwn(ELSEWHERE, path))
    .map((guide): [string, string] => [
      addressOf(guide.path)!.slice('/docs/'.length),
      page({
        title: titleOf(guide),
        navigation: isDecision(guide) ? besideDecisions : navigation,
        content: html`<article class="prose">${markdown(withServedLinks(guide))}</article>`,
      }),
    ]);
  return [...pages, ['adr', page({ title: 'Decisions', navigation: besideDecisions, content: list })]];
}

function linkTo(guide: Guide): Html {
  return html`<a href="${addressOf(guide.path)}">${titleOf(guide)}</a>`;
}

function isDecision({ path }: Guide): boolean {
  return path.startsWith('docs/adr/');
}

function titleOf({ text }: Guide): string {
  return /^# (.+)$/m.exec(text)![1]!;
}

function headingsOf({ text }: Guide): string {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading).join(' ');
}
