import { isDeepStrictEqual } from 'node:util';

type Json = Readonly<Record<string, unknown>>;

/** How TypeBox writes an object with fields of any name. */
const ANY_NAME = '^(.*)$';

/**
 * Rewrites the document for client generators. Each schema that has a name (`$id`) is defined once, among the
 * components, and referenced everywhere else. JSON schema as TypeBox writes it, from before 2020, becomes that of
 * OpenAPI 3.1.
 * @throws Error if two different schemas have the same name
 */
export function withComponents<Document extends { components?: { schemas?: object } }>(document: Document): Document {
  const schemas: Record<string, unknown> = {};
  const whole = rewrite(document) as Document;
  return {
    ...whole,
    components: { ...whole.components, schemas: { ...whole.components?.schemas, ...inOrder(schemas) } },
  };

  function rewrite(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(rewrite);
    if (typeof value !== 'object' || value === null) return value;
    const { $id: name, ...fields } = today(value as Json);
    const schema = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, rewrite(field)]));
    if (typeof name !== 'string') return name === undefined ? schema : { $id: rewrite(name), ...schema };
    if (name in schemas && !isDeepStrictEqual(schemas[name], schema)) throw new Error(`Two schemas are called ${name}`);
    schemas[name] = schema;
    return { $ref: `#/components/schemas/${name}` };
  }
}

/**
 * Makes fields with a default optional in request bodies. TypeBox declares them required, as they are once the default
 * is filled in, so generated clients would require too much.
 */
export function withDefaults<Document extends { paths: object }>(document: Document): Document {
  return { ...document, paths: relax(document.paths, false) as Document['paths'] };
}

function relax(value: unknown, isSent: boolean): unknown {
  if (Array.isArray(value)) return value.map((each) => relax(each, isSent));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([key, field]) => [key, relax(field, isSent || key === 'requestBody')]);
  const { required, ...schema } = Object.fromEntries(fields) as { required?: unknown; properties?: Json };
  if (!isSent || !Array.isArray(required)) return required === undefined ? schema : { ...schema, required };
  const needed = required.filter((name: string) => !Object.hasOwn(Object(schema.properties?.[name]), 'default'));
  return needed.length === 0 ? schema : { ...schema, required: needed };
}

function today(schema: Json): Json {
  const { items, additionalItems, patternProperties, ...rest } = schema;
  const ofAnyName = (patternProperties as Json | undefined)?.[ANY_NAME];
  return {
    ...rest,
    // Requests may have any time zone, answers never have one; for readers of the document, both are instants.
    ...(rest.format === 'instant' && { format: 'date-time' }),
    ...(Array.isArray(items) ? { prefixItems: items, items: additionalItems } : items !== undefined && { items }),
    ...(ofAnyName === undefined
      ? patternProperties !== undefined && { patternProperties }
      : { additionalProperties: ofAnyName }),
  };
}

function inOrder(schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
