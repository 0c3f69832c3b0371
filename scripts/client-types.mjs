// What clients/typescript knows of the API: the document without its examples, and without what is refused, which is
// one class there. Whole it would be a megabyte.
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

/** Of a field that is called `examples`, among the fields of an answer. @param {unknown} value */
function isSchema(value) {
  return typeof value === 'object' && value !== null && ('type' in value || '$ref' in value);
}
