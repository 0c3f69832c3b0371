import { isDeepStrictEqual } from 'node:util';

type Json = Readonly<Record<string, unknown>>;

/** How TypeBox writes an object with fields of any name. */
const ANY_NAME = '^(.*)$';

/**
 * The document as generators of clients want it: each schema that has a name (`$id`) stands once, among the components,
 * and is referred to from everywhere else; and what TypeBox says in the words of JSON schema before 2020 is said in
 * those of OpenAPI 3.1.
 * @throws Error when two schemas have one name
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
 * TypeBox calls a field with a default required, as it is once the default is filled in: of a body that is sent it is
 * not, so generated clients would ask for too much.
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
  const asked = required.filter((name: string) => !Object.hasOwn(Object(schema.properties?.[name]), 'default'));
  return asked.length === 0 ? schema : { ...schema, required: asked };
}

function today(schema: Json): Json {
  const { items, additionalItems, patternProperties, ...rest } = schema;
  const ofAnyName = (patternProperties as Json | undefined)?.[ANY_NAME];
  return {
    ...rest,
    // Requests may have any zone, which answers never have: to whoever reads the document both are instants.
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
