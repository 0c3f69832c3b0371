import { collectFaults, type Fault, fault, step, under } from '../../platform/input/fault.js';
import { type BodyNode, readBody } from './body-template.js';
import { type Part, readTemplate } from './expression.js';
import { BODY_LENGTH_MAX, type Gap, renderBody, renderText, type TemplateFacts } from './rendering.js';
import type { Shape } from './shape.js';
import { faultsOfBody, faultsOfText } from './template-check.js';

export interface WrittenRequest {
  readonly method?: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface RequestTemplate {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: readonly Part[];
  /** In lower case. */
  readonly headers: readonly (readonly [string, readonly Part[]])[];
  readonly body: BodyNode | null;
}

export interface RenderedRequest {
  readonly method: RequestTemplate['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export const HEADERS_MAX = 20;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const HEADER_VALUE = /^[\x20-\x7e]*$/;
/** The scheme and host of a URL, up to the end of the host. */
const ORIGIN = /^https?:\/\/[^/?#\s{}@\\]+(?=[/?#]|$)/i;
/** Headers that belong to the connection or to authentication. */
const OURS: ReadonlySet<string> = new Set([
  ...['authorization', 'host', 'content-length', 'content-type', 'connection', 'transfer-encoding', 'upgrade', 'te'],
  ...['expect', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'trailer', 'cookie', 'accept-encoding'],
]);

export type ReadRequestTemplate = { readonly request: RequestTemplate } | { readonly faults: readonly Fault[] };

/** @returns faults with pointers into the request */
export function readRequest(written: WrittenRequest): ReadRequestTemplate {
  const url = textOf(written.url, '/url');
  const headers = Object.entries(written.headers ?? {}).map(([name, value]) => ({
    name,
    read: textOf(value, `/headers${step(name)}`),
  }));
  const body = written.body === undefined ? null : readBody(written.body);
  const faults = collectFaults(
    url.faults,
    url.faults.length === 0 && faultsOfOrigin(url.parts),
    headers.flatMap(({ name, read }) => [...faultsOfName(name, `/headers${step(name)}`), ...read.faults]),
    faultsOfRepeats(headers.map(({ name }) => name)),
    body !== null && 'faults' in body && under('/body', body.faults),
  );
  if (faults.length > 0) return { faults };
  return {
    request: {
      method: (written.method ?? 'GET') as RequestTemplate['method'],
      url: url.parts,
      headers: headers.map(({ name, read }) => [name.toLowerCase(), read.parts] as const),
      body: body !== null && 'body' in body ? body.body : null,
    },
  };
}

/** Returns faults of values that may be missing. @returns with pointers into the request */
export function faultsOfRequest({ url, headers, body }: RequestTemplate, root: Shape): Fault[] {
  return collectFaults(
    faultsOfText(url, root, '/url'),
    headers.flatMap(([name, parts]) => faultsOfText(parts, root, `/headers${step(name)}`)),
    body !== null && under('/body', faultsOfBody(body, root)),
  );
}

type RequestOutcome = { readonly request: RenderedRequest } | { readonly gaps: readonly Gap[] };

/** Renders a request: values are URL-encoded in the address, verbatim in headers and data in the body. */
export function renderRequest({ method, url, headers, body }: RequestTemplate, facts: TemplateFacts): RequestOutcome {
  const address = renderText(url, facts, '/url', encodeURIComponent);
  const lines = headers.map(([name, parts]) => ({ name, ...renderText(parts, facts, `/headers${step(name)}`) }));
  const content = body === null ? null : renderBody(body, facts);
  const gaps = [
    ...address.gaps,
    ...(address.gaps.length > 0 || isWhereItSays(address.value, url)
      ? []
      : [gap('/url', 'A value changes the host of the address')]),
    ...lines.flatMap((line) => [...line.gaps, ...gapsOfHeader(line.name, line.value)]),
    ...(content?.gaps ?? []).map((each) => ({ ...each, pointer: `/body${each.pointer}` })),
    ...(content?.gaps.length === 0 && JSON.stringify(content.value).length > BODY_LENGTH_MAX
      ? [gap('/body', `The body has more than ${BODY_LENGTH_MAX} characters`)]
      : []),
  ];
  if (gaps.length > 0) return { gaps };
  return {
    request: {
      method,
      url: address.value,
      headers: Object.fromEntries(lines.map(({ name, value }) => [name, value])),
      ...(content !== null && { body: content.value }),
    },
  };
}

/** Returns the configured scheme and host of a URL; null if it has none. */
export function originOf(url: string): string | null {
  const origin = ORIGIN.exec(url)?.[0];
  return origin !== undefined && URL.canParse(origin) ? new URL(origin).origin : null;
}

function textOf(
  written: string,
  pointer: string,
): { readonly parts: readonly Part[]; readonly faults: readonly Fault[] } {
  const read = readTemplate(written);
  if ('parts' in read) return { parts: read.parts, faults: [] };
  return { parts: [], faults: [fault(pointer, 'template', read.fault)] };
}

/** The host must be literal, so that no value of a form can redirect the credentials. */
function faultsOfOrigin(parts: readonly Part[]): Fault[] {
  const [first] = parts;
  const begins = typeof first === 'string' ? first : '';
  const origin = ORIGIN.exec(begins)?.[0];
  const isWhole = origin !== undefined && (begins.length > origin.length || parts.length === 1);
  if (isWhole && originOf(begins) !== null) return [];
  const message = 'Expected an address with a fixed host, such as https://api.example.com/…, and values only after it.';
  return [fault('/url', 'address', message)];
}

function faultsOfName(name: string, pointer: string): Fault[] {
  if (!HEADER_NAME.test(name)) return [fault(pointer, 'header', 'Expected the name of a header.')];
  if (!OURS.has(name.toLowerCase())) return [];
  const message = `Leave out ${name}: credentials belong in "auth", connection headers are set automatically, and bodies are application/json.`;
  return [fault(pointer, 'header', message)];
}

function faultsOfRepeats(names: readonly string[]): Fault[] {
  const lower = names.map((name) => name.toLowerCase());
  return lower.flatMap((name, index) =>
    lower.indexOf(name) === index
      ? []
      : [fault(`/headers${step(names[index]!)}`, 'duplicate', `${name} is here twice: names compare without case.`)],
  );
}

function gapsOfHeader(name: string, value: string): Gap[] {
  return HEADER_VALUE.test(value)
    ? []
    : [gap(`/headers${step(name)}`, 'A header may contain only visible ASCII characters and spaces')];
}

/** A value of dots would traverse the path: `..` climbs, and `.` vanishes. */
function isWhereItSays(address: string, parts: readonly Part[]): boolean {
  if (!URL.canParse(address) || new URL(address).origin !== originOf(String(parts[0]))) return false;
  const [path] = address.slice(ORIGIN.exec(address)?.[0].length ?? 0).split(/[?#]/);
  return !path!.split('/').some((each) => each === '.' || each === '..');
}

function gap(pointer: string, text: string): Gap {
  return { pointer, name: '', text };
}
