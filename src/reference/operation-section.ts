import {
  type Answer,
  type ApiDocument,
  type Example,
  nameOf,
  type Parameter,
  type Route,
  type Schema,
} from './document.js';
import { fieldItem, fieldList, typeOf } from './fields.js';
import { type Html, html, inline, markdown } from './html.js';

const JSON_TYPE = 'application/json';
const PLACES = { path: 'Path', query: 'Query', header: 'Headers' } as const;

export function operationSection(route: Route, document: ApiDocument): Html {
  const { method, path, operation } = route;
  const body = operation.requestBody?.content[JSON_TYPE]?.schema;
  return html`<section class="operation" id="${operation.operationId}">
<div class="words">
<h2><a href="#${operation.operationId}">${operation.summary}</a></h2>
<p class="route">${methodBadge(method)} <code>${path}</code> <span class="id">${operation.operationId}</span></p>
${markdown(operation.description)}
${Object.entries(PLACES).map(([place, title]) =>
  parameterList(
    title,
    operation.parameters.filter((each) => each.in === place),
  ),
)}
${body !== undefined && html`<h3>Body</h3>${bodyFields(body)}`}
<h3>Answers</h3>
${answers(operation.responses, document)}
</div>
<div class="examples">
${request(route)}
${examples(route)}
</div>
</section>
`;
}

export function methodBadge(method: string): Html {
  return html`<span class="method ${method.toLowerCase()}">${method}</span>`;
}

function parameterList(title: string, parameters: readonly Parameter[]): Html | null {
  if (parameters.length === 0) return null;
  return html`<h3>${title}</h3><dl class="fields">${parameters.map(({ name, description, required = false, schema }) =>
    fieldItem(
      name,
      { ...schema, ...(description !== undefined && { description }) },
      { isRequired: required, isSent: true },
    ),
  )}</dl>`;
}

function bodyFields(schema: Schema): Html {
  return (
    fieldList(schema, true) ??
    html`<p>${typeOf(schema)}. ${schema.description !== undefined && inline(schema.description)}</p>`
  );
}

function answers(responses: Readonly<Record<string, Answer>>, document: ApiDocument): Html {
  const all = Object.entries(responses).map(([status, answer]) => {
    const whole = answer.$ref === undefined ? answer : document.components.responses[nameOf(answer.$ref)]!;
    return { status, answer: whole };
  });
  const problems = all.flatMap(({ status, answer }) => (answer['x-problems'] ?? []).map((code) => ({ status, code })));
  return html`<dl class="answers">${all
    .filter(({ status, answer }) => status < '400' || answer.content?.[JSON_TYPE] !== undefined)
    .map(
      ({ status, answer }) =>
        html`<dt><span class="status">${status}</span></dt><dd>${answered(answer, document)}</dd>`,
    )}</dl>
<details class="problems"><summary>Problems it can answer with</summary><ul>${problems.map(
    ({ status, code }) => html`<li><span class="status">${status}</span> <a href="/problems#${code}">${code}</a></li>`,
  )}</ul></details>`;
}

function answered({ description = '', headers = {}, content = {} }: Answer, document: ApiDocument): Html {
  const [schema] = Object.values(content).flatMap((each) => each.schema ?? []);
  const named = schema?.$ref === undefined ? undefined : document.components.schemas[nameOf(schema.$ref)];
  const fields = named && fieldList(named, false);
  return html`${inline(description.split('\n')[0]!)}${
    Object.keys(content).length > 1 &&
    html` As ${Object.keys(content).map((type, index) => html`${index > 0 && ', '}<code>${type}</code>`)}.`
  }${Object.entries(headers).map(
    ([name, header]) => html`<br><code>${name}</code>: ${inline(header.description ?? '')}`,
  )}${schema?.$ref !== undefined && html`<details><summary>${typeOf(schema)}</summary>${fields}</details>`}`;
}

/** Renders the first example's request for `curl`, with the variables that the first page defines. */
function request({ method, path, operation }: Route): Html {
  const { parameters } = operation;
  const shown = (place: string) => parameters.filter((each) => each.in === place && each.example !== undefined);
  const address = shown('path').reduce((text, { name, example }) => text.replace(`{${name}}`, String(example)), path);
  const search = new URLSearchParams(
    Object.fromEntries(shown('query').map(({ name, example }) => [name, String(example)])),
  ).toString();
  const [[, body] = []] = Object.entries(sentBy(operation));
  const headers = [
    ...(operation.security === undefined ? ['Authorization: Bearer $KEY'] : []),
    ...(body ? ['Content-Type: application/json'] : []),
    ...shown('header').map(({ name, example }) => `${name}: ${String(example)}`),
  ];
  const lines = [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$API${address}${search && `?${search}`}"`,
    ...headers.map((header) => `  -H ${header.includes('$KEY') ? `"${header}"` : quoted(header)}`),
    ...(body ? [`  -d ${quoted(JSON.stringify(body.value, null, 2))}`] : []),
  ];
  return figure(body?.summary ?? 'Request', lines.join(' \\\n'));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Renders the responses to the first example, then the other examples with theirs. */
function examples({ operation }: Route): Html {
  const seen = Object.entries(operation.responses).flatMap(([status, { content = {} }]) =>
    Object.entries(content).flatMap(([type, { examples = {} }]) =>
      Object.entries(examples).map(([name, example]) => ({ name, status, type, example })),
    ),
  );
  const sent = Object.entries(sentBy(operation));
  const others = seen.filter(({ name }) => !sent.some(([other]) => other === name));
  const answersTo = (name: string) => seen.filter((each) => each.name === name).map(answerFigure);
  return html`${sent.map(([name, { summary = '', value }], index) => [
    index > 0 && figure(summary, JSON.stringify(value, null, 2)),
    answersTo(name),
  ])}${others.map(answerFigure)}`;
}

function sentBy({ requestBody }: Route['operation']): Readonly<Record<string, Example>> {
  return requestBody?.content[JSON_TYPE]?.examples ?? {};
}

function answerFigure({ status, type, example }: { status: string; type: string; example: Example }): Html {
  const { summary = '', value } = example;
  const title = html`<span class="status">${status}</span> ${summary}${type !== JSON_TYPE && ` · ${type}`}`;
  return figure(title, typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

function figure(title: Html | string, text: string): Html {
  return html`<figure><figcaption>${title}</figcaption><pre tabindex="0"><code>${text}</code></pre></figure>
`;
}
