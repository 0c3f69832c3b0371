import { slugOf } from '../platform/values/words.js';
import { type ApiDocument, type Route, routesOf, type Schema } from './document.js';
import { fieldList, typeOf } from './fields.js';
import { page } from './frame.js';
import { type Guide, guideLinks, guidePages } from './guides.js';
import { type Html, html, inline, markdown } from './html.js';
import { methodBadge, operationSection } from './operation-section.js';

interface Site {
  readonly document: ApiDocument;
  readonly routes: readonly Route[];
  readonly guides: readonly Guide[];
}

/** Returns the pages of the documentation by their address after `/docs/`; the first page has an empty one. */
export function referencePages(document: ApiDocument, guides: readonly Guide[]): ReadonlyMap<string, string> {
  const routes = routesOf(document);
  const navigationOn = (present: string | null) => navigation({ document, routes, guides }, present);
  const pages = new Map([['', firstPage(document, navigationOn(null))]]);
  for (const { name, description } of document.tags) {
    const those = routes.filter(({ operation }) => operation.tags.includes(name));
    const content = html`<h1>${name}</h1><p class="lead">${inline(description)}</p>${those.map((route) =>
      operationSection(route, document),
    )}`;
    pages.set(slugOf(name), page({ title: name, navigation: navigationOn(name), content }));
  }
  for (const [name, text] of guidePages(guides, navigationOn('Guides'))) pages.set(name, text);
  return pages.set('schemas', schemasPage(document, navigationOn('Schemas')));
}

function firstPage(document: ApiDocument, navigation: Html): string {
  const content = html`<article class="prose"><h1>Touchline <small>${document.info.version}</small></h1>${markdown(document.info.description)}</article>`;
  return page({ title: 'API', navigation, content });
}

function schemasPage(document: ApiDocument, navigation: Html): string {
  const things = Object.entries(document.components.schemas).map(
    ([name, schema]) => html`<section class="thing" id="${name}"><h2><a href="#${name}">${name}</a></h2>
<p>${schema.description !== undefined && inline(schema.description)}</p>${fieldList(schema, false) ?? html`<p>${typeOf(schema)}</p>`}</section>`,
  );
  const content = html`<h1>Schemas</h1><p class="lead">What is answered, by name.</p>${things}`;
  return page({ title: 'Schemas', navigation, content });
}

function navigation({ document, routes, guides }: Site, present: string | null): Html {
  const headings = [...document.info.description.matchAll(/^## (.+)$/gm)].map(([, text]) => text!);
  const groups = document.tags.map(({ name }) => {
    const those = routes.filter(({ operation }) => operation.tags.includes(name));
    return section(name, present, html`${those.map((route) => operationLink(route, name))}`);
  });
  const things = Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      html`<li data-words="${wordsOf(name, schema)}"><a href="/docs/schemas#${name}">${name}</a></li>`,
  );
  return html`${section(
    'Begin',
    present ?? 'Begin',
    html`${headings.map((text) => html`<li data-words="${text}"><a href="/docs#${slugOf(text)}">${text}</a></li>`)}`,
  )}${section('Guides', present, guideLinks(guides))}${groups}${section('Schemas', present, html`${things}`)}`;
}

function section(name: string, present: string | null, links: Html): Html {
  return html`<details ${name === present && html`open`}><summary>${name}</summary><ul>${links}</ul></details>
`;
}

function operationLink({ method, path, operation }: Route, group: string): Html {
  const names = operation.parameters.map(({ name }) => name);
  const sent = Object.keys(operation.requestBody?.content['application/json']?.schema?.properties ?? {});
  const words = [path, operation.operationId, operation.summary, operation.description, ...names, ...sent].join(' ');
  return html`<li data-words="${words}"><a href="/docs/${slugOf(group)}#${operation.operationId}">${methodBadge(method)} ${operation.summary}</a></li>
`;
}

function wordsOf(name: string, schema: Schema): string {
  return [name, schema.description ?? '', ...Object.keys(schema.properties ?? {})].join(' ');
}

/** Renders docs/problems.md. The `type` of a problem points to one of its second-level headings. */
export function problemsPage(text: string): string {
  const codes = [...text.matchAll(/^## (.+)$/gm)].map(([, code]) => code!);
  const links = codes.map((code) => html`<li data-words="${code}"><a href="#${slugOf(code)}">${code}</a></li>`);
  return page({
    title: 'Problems',
    navigation: html`<section><h2>Problems</h2><ul>${links}</ul></section>`,
    content: html`<article class="prose">${markdown(withStatuses(text))}</article>`,
  });
}

/** Escapes a status at the beginning of a paragraph, which Markdown would take for a numbered list. */
function withStatuses(text: string): string {
  return text.replace(/^(\d{3})\. /gm, '$1\\. ');
}

/** Returns the page with Swagger UI, which loads nothing from other hosts. */
export function tryPage(): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Try it · Touchline</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/try/swagger-ui.css">
<link rel="stylesheet" href="/docs/try/try.css">
<script src="/docs/try/swagger-ui-bundle.js" defer></script>
<script src="/docs/try/try.js" defer></script>
</head>
<body>
<div id="swagger-ui"></div>
</body>
</html>
`.markup;
}
