// Generates the types of clients/typescript from the API document, without its examples and errors, for which the
// client has one class. With them the types would be a megabyte.
import openapiTS, { astToString } from 'openapi-typescript';

/**
 * @param {object} document of the API
 * @returns {Promise<string>} its types, as a source file
 */
export async function clientTypesOf(document) {
  const types = astToString(await openapiTS(JSON.stringify(document, leaner)));
  return `// Made of the document of the API by npm run client: nobody edits it.\n${types}`;
}

/** @param {string} name @param {unknown} value */
function leaner(name, value) {
  if (name === 'example' || (name === 'examples' && !isSchema(value))) return undefined;
  if (name !== 'responses' || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([status]) => status.startsWith('2')));
}

/** Reports whether `examples` is a field of that name in a schema, not an example. @param {unknown} value */
function isSchema(value) {
  return typeof value === 'object' && value !== null && ('type' in value || '$ref' in value);
}
