export type Schema = Record<string, unknown>;
export type FormFields = Record<string, Schema>;

/** A field of some lines of text. */
export const text = (title: string, description?: string, more: Schema = {}): Schema => ({
  type: 'string',
  title,
  ...(description !== undefined && { description }),
  maxLength: 4_000,
  ...more,
});

/** A field of one line. */
export const line = (title: string, description?: string, more: Schema = {}): Schema =>
  text(title, description, { maxLength: 200, ...more });

export const date = (title: string, description?: string): Schema => ({
  type: 'string',
  format: 'date',
  title,
  ...(description !== undefined && { description }),
});

export const amount = (title: string, description?: string): Schema => ({
  type: 'string',
  format: 'amount',
  title,
  ...(description !== undefined && { description }),
});

export const yesOrNo = (title: string, description: string): Schema => ({ type: 'boolean', title, description });

export const seats = (description: string): Schema => ({
  type: 'integer',
  title: 'Seats',
  description,
  minimum: 1,
  maximum: 1_000_000,
});

/** @param choices their titles, by their values */
export const oneOf = (title: string, description: string, choices: Readonly<Record<string, string>>): Schema => ({
  type: 'string',
  title,
  description,
  oneOf: Object.entries(choices).map(([value, called]) => ({ const: value, title: called })),
});

/** @param required the names of its required fields */
export const group = (title: string, fields: FormFields, required: readonly string[] = []): Schema => ({
  type: 'object',
  title,
  additionalProperties: false,
  required: [...required],
  properties: fields,
});

export const listOf = (title: string, description: string, items: Schema, more: Schema = {}): Schema => ({
  type: 'array',
  title,
  description,
  maxItems: 50,
  ...more,
  items,
});

/** The root of a form. */
export const form = (fields: FormFields, required: readonly string[]): Schema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  refuseSham: true,
  additionalProperties: false,
  required: [...required],
  properties: fields,
});
