import { type ApiDocument, type Route, routesOf, type Schema } from './document.js';
import { fieldList, typeOf } from './fields.js';
import { page } from './frame.js';
import { type Html, html } from './html.js';
import { anchorOf, inline, markdown } from './markdown.js';
import { methodBadge, operationSection } from './operation-section.js';

/** The pages of the reference, by the last part of their address; the first has none. */
export function referencePages(document: ApiDocument): ReadonlyMap<string, string> {
  const routes = routesOf(document);
  const pages = new Map([['', firstPage(document, routes)]]);
  for (const { name, description } of document.tags) {
    const those = routes.filter(({ operation }) => operation.tags.includes(name));
    const content = html`<h1>${name}</h1><p class="lead">${inline(description)}</p>${those.map((route) =>
      operationSection(route, document),
    )}`;
    pages.set(anchorOf(name), page({ title: name, navigation: navigation(document, routes, name), content }));
  }
  return pages.set('schemas', schemasPage(document, routes));
}

function firstPage(document: ApiDocument, routes: readonly Route[]): string {
  const content = html`<article class="prose"><h1>Touchline <small>${document.info.version}</small></h1>${markdown(document.info.description)}</article>`;
  return page({ title: 'API', navigation: navigation(document, routes, null), content });
}

function schemasPage(document: ApiDocument, routes: readonly Route[]): string {
  const things = Object.entries(document.components.schemas).map(
    ([name, schema]) => html`<section class="thing" id="${name}"><h2><a href="#${name}">${name}</a></h2>
<p>${schema.description !== undefined && inline(schema.description)}</p>${fieldList(schema, false) ?? html`<p>${typeOf(schema)}</p>`}</section>`,
  );
  const content = html`<h1>Schemas</h1><p class="lead">What is answered, by name.</p>${things}`;
  return page({ title: 'Schemas', navigation: navigation(document, routes, 'Schemas'), content });
}

/** Every operation in its group, of which the present one is open. */
function navigation(document: ApiDocument, routes: readonly Route[], present: string | null): Html {
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
    html`${headings.map((text) => html`<li data-words="${text}"><a href="/docs#${anchorOf(text)}">${text}</a></li>`)}`,
  )}${groups}${section('Schemas', present, html`${things}`)}`;
}

function section(name: string, present: string | null, links: Html): Html {
  return html`<details ${name === present && html`open`}><summary>${name}</summary><ul>${links}</ul></details>
`;
}

function operationLink({ method, path, operation }: Route, group: string): Html {
  const names = operation.parameters.map(({ name }) => name);
  const sent = Object.keys(operation.requestBody?.content['application/json']?.schema?.properties ?? {});
  const words = [path, operation.operationId, operation.summary, operation.description, ...names, ...sent].join(' ');
  return html`<li data-words="${words}"><a href="/docs/${anchorOf(group)}#${operation.operationId}">${methodBadge(method)} ${operation.summary}</a></li>
`;
}

function wordsOf(name: string, schema: Schema): string {
  return [name, schema.description ?? '', ...Object.keys(schema.properties ?? {})].join(' ');
}
