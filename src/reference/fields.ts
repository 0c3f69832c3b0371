import { nameOf, type Schema } from './document.js';
import { type Html, html, inline } from './html.js';

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'instant',
  instantOrDate: 'instant or day',
  date: 'date',
  duration: 'duration',
  durationOrZero: 'duration or PT0S',
  email: 'e-mail address',
  currency: 'currency',
  band: 'band',
  timeZone: 'time zone',
  uuid: 'id',
};

/** Lists the fields of an object and of nested objects, with their descriptions. */
export function fieldList(schema: Schema, isSent: boolean): Html | null {
  const fields = Object.entries(schema.properties ?? {});
  if (fields.length === 0) return null;
  const required = new Set(schema.required ?? []);
  return html`<dl class="fields">${fields.map(([name, field]) =>
    fieldItem(name, field, {
      isRequired: isSent && required.has(name),
      isOptional: !isSent && !required.has(name),
      isSent,
    }),
  )}</dl>`;
}

interface FieldOptions {
  readonly isRequired: boolean;
  /** For responses: whether the field may be absent. */
  readonly isOptional?: boolean;
  readonly isSent: boolean;
}

export function fieldItem(name: string, field: Schema, { isRequired, isOptional = false, isSent }: FieldOptions): Html {
  const inner = objectIn(field);
  const nested = inner && fieldList(inner, isSent);
  return html`<dt><code>${name}</code> <span class="type">${typeOf(field)}</span>${
    isRequired && html` <span class="required">required</span>`
  }${isOptional && html` <span class="optional">may be absent</span>`}</dt>
<dd>${field.description !== undefined && inline(field.description)}${
    field.default !== undefined &&
    html` <span class="default">Default <code>${JSON.stringify(field.default)}</code></span>`
  }${nested && html`<details><summary>Fields of ${name}</summary>${nested}</details>`}</dd>
`;
}

/** Returns the object whose fields are listed below: the field, the entry of its list, or an alternative. */
function objectIn(field: Schema): Schema | null {
  if (field.properties !== undefined) return field;
  if (typeof field.items === 'object') return objectIn(field.items);
  return field.anyOf?.map(objectIn).find((each) => each !== null) ?? null;
}

/** Describes a type in words: `text up to 200 characters`. Named schemas become links. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = nameOf(schema.$ref);
    return html`<a href="/docs/schemas#${name}">${name}</a>`;
  }
  if (schema.title !== undefined) return html`${schema.title}`;
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((word) => html`<code>${String(word)}</code>`),
      ' | ',
    );
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.anyOf !== undefined) return joined(schema.anyOf.map(typeOf), ' | ');
  return joined(
    [schema.type ?? []].flat().map((type) => wordsOf(String(type), schema)),
    ' | ',
    html`any`,
  );
}

function wordsOf(type: string, schema: Schema): Html {
  switch (type) {
    case 'string':
      return html`${FORMATS[schema.format ?? ''] ?? 'text'}${
        schema.format === undefined &&
        schema.maxLength !== undefined &&
        ` up to ${inWords(schema.maxLength)} characters`
      }`;
    case 'integer':
    case 'number':
      return html`${type === 'integer' ? 'whole number' : 'number'}${boundsOf(schema)}`;
    case 'boolean':
      return html`true or false`;
    case 'array':
      return listOf(schema);
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? html`object of ${typeOf(schema.additionalProperties)} by name`
        : html`object`;
    default:
      return html`${type}`;
  }
}

function listOf({ items, prefixItems, maxItems }: Schema): Html {
  if (prefixItems !== undefined) return html`[${joined(prefixItems.map(typeOf), ', ')}]`;
  const most = maxItems === undefined ? '' : `up to ${inWords(maxItems)} `;
  return html`list of ${most}${typeof items === 'object' ? typeOf(items) : 'anything'}`;
}

function boundsOf({ minimum, maximum, exclusiveMinimum }: Schema): string {
  if (minimum !== undefined && maximum !== undefined) return ` ${inWords(minimum)} to ${inWords(maximum)}`;
  if (maximum !== undefined) return ` ${exclusiveMinimum === undefined ? '' : 'above 0, '}up to ${inWords(maximum)}`;
  return minimum === undefined ? '' : ` from ${inWords(minimum)}`;
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}

function joined(parts: readonly Html[], separator: string, otherwise: Html = html``): Html {
  if (parts.length === 0) return otherwise;
  return html`${parts.map((part, index) => (index === 0 ? part : html`${separator}${part}`))}`;
}
