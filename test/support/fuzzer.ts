import fc from 'fast-check';
import type { Json } from './json.js';
import { HOSTILE, Schemas } from './schema-arbitraries.js';

export interface Thought {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent unchanged, instead of the body. */
  readonly raw?: string;
}

const RAW = ['', '{', 'null', '"text"', '[1,', '\u0000', '{"a":1}{', '{"__proto__":1}', '['.repeat(5_000)];

export interface Given {
  /** Ids of present resources, by the path segment that they are under. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** Valid bodies, by their route. */
  readonly bodies: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly keys: readonly (string | null)[];
}

/** Generates requests that the API document allows, or nearly allows. */
export function thoughts(document: Json, given: Given): fc.Arbitrary<Thought> {
  const operations = Object.entries<Json>(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
    )
    // Streams never end, and a probe of a busy machine answers 503, so both have tests of their own.
    .filter(({ operation }) => operation.responses[200]?.content?.['text/event-stream'] === undefined)
    .filter(({ path }) => !path.startsWith('/health/'));
  const known = Object.values(given.ids).flat();
  const schemas = new Schemas(document, given.ids);
  // Operations with more inputs are chosen more often.
  return fc.oneof(...operations.map((each) => ({ weight: 1 + inputsOf(each.operation), arbitrary: thoughtOf(each) })));

  function thoughtOf({ method, path, operation }: { method: string; path: string; operation: Json }) {
    const parameters: Json[] = operation.parameters ?? [];
    const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name as string);
    const query = parameters.filter((each) => each.in === 'query');
    const body = operation.requestBody?.content['application/json']?.schema;
    return fc
      .record({
        places: fc.tuple(...inPath.map((name) => (name === 'version' ? anyVersion : placeUnder(path)))),
        asked: few(Object.fromEntries(query.map(({ name, schema }) => [name, schemas.nearly(schema, name)]))),
        extra: fc.oneof(
          { weight: 20, arbitrary: fc.constant('') },
          fc.constantFrom('bogus=1', 'limit=1&limit=2', '%', '='),
        ),
        key: fc.constantFrom(...given.keys),
        headers: HEADERS,
        sent: body === undefined ? fc.constant({}) : bodies(body, given.bodies[`${method} ${path}`]),
      })
      .map(({ places, asked, extra, key, headers, sent }) => {
        const filled = inPath.reduce((text, name, index) => text.replace(`{${name}}`, places[index]!), path);
        const search = [new URLSearchParams(textsOf(asked)).toString(), extra].filter((part) => part !== '').join('&');
        return { method, path: filled + (search && `?${search}`), key, headers, ...sent };
      });
  }

  function placeUnder(path: string): fc.Arbitrary<string> {
    const those = given.ids[path.split('/')[2] ?? ''] ?? known;
    return fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...those) },
      fc.constantFrom(...known, ...those.map((id) => id.toUpperCase())),
      fc.constantFrom(
        'constructor',
        '__proto__',
        '%00',
        '%ff',
        '%',
        'x'.repeat(600),
        encodeURIComponent('é/../'),
        '%23',
        ';',
      ),
    );
  }

  function bodies(schema: Json, good?: object): fc.Arbitrary<{ body?: unknown; raw?: string }> {
    const fields = Object.entries<Json>(good === undefined ? {} : schema.properties);
    const other = few(Object.fromEntries(fields.map(([name, field]) => [name, schemas.nearly(field, name)])));
    return fc.oneof(
      { weight: good === undefined ? 0 : 20, arbitrary: other.map((changed) => ({ body: { ...good, ...changed } })) },
      { weight: 10, arbitrary: schemas.fitting(schema).map((body) => ({ body })) },
      { weight: 10, arbitrary: schemas.nearly(schema).map((body) => ({ body })) },
      { weight: 1, arbitrary: HOSTILE.map((body) => ({ body })) },
      { weight: 1, arbitrary: fc.constantFrom(...RAW).map((raw) => ({ raw })) },
    );
  }
}

/** Most resources have only version 1. */
const anyVersion = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('1') },
  { weight: 2, arbitrary: fc.constantFrom('2') },
  fc.constantFrom('0', '-1', '1e9', '9'.repeat(40), 'latest', '%00'),
);

function inputsOf({ parameters = [], requestBody }: Json): number {
  const schema = requestBody?.content['application/json']?.schema ?? {};
  return parameters.length + Object.keys(schema.properties ?? {}).length;
}

/** Generates only some of the fields: with all of them hardly any request would be accepted. */
function few(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(fields);
  if (names.length === 0) return fc.constant({});
  return fc
    .uniqueArray(fc.constantFrom(...names), { maxLength: 3 })
    .chain((chosen) => fc.record(Object.fromEntries(chosen.map((name) => [name, fields[name]!]))));
}

const HEADERS = fc
  .record(
    {
      'if-match': fc.constantFrom('*', '"1"', 'W/"1"', '"1", "2"', '"99999999999"', '', 'x'),
      'idempotency-key': fc.constantFrom('a', 'b', 'x'.repeat(255), 'x'.repeat(256), ' '),
      accept: fc.constantFrom('text/csv', 'application/x-ndjson', '*/*;q=0', 'text/html', ';;,'),
      'content-type': fc.constantFrom('text/plain', 'application/json; charset=latin1', 'application/json;'),
    },
    { requiredKeys: [] },
  )
  // Most requests have none of these headers.
  .chain((some) => fc.constantFrom<Record<string, string>[]>({}, {}, {}, {}, some as Record<string, string>));

function textsOf(query: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 3_000).toWellFormed(),
    ]),
  );
}
