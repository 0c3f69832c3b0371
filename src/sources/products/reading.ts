import { isLeadPath, type LenientLead, readLeniently, TOO_MANY_ATTRIBUTES } from '../../leads/lenient-lead.js';
import { fieldsNamed } from '../../vocabulary/field-names.js';
import type { InboundKind, InboundSource, Vendor } from '../connections/inbound.schema.js';
import { mapValues, restOf } from '../maps/payload-map.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import { readPayloadPath, valueAt } from '../maps/payload-path.js';
import { readFormPost } from './form.js';
import { FORM_TOOLS, isFormTool } from './form-tools.js';
import { readGoogleLead } from './google.js';
import { readHubspotLead } from './hubspot.js';
import { readLinkedinLead } from './linkedin.js';
import { readMetaLead } from './meta.js';
import { type Answer, idOf, type Submission } from './product.js';

/** What of a connection decides how its submissions are read. */
export interface ReadingRules {
  readonly name: string;
  readonly kind: InboundKind;
  readonly vendor: Vendor | null;
  readonly source: InboundSource;
  readonly map: WrittenMap | null;
}

export type ReadSubmission = LenientLead & { readonly isTest: boolean; readonly isRecord: boolean };

/** What a report about a lead says of a lead of its own. */
const NO_LEAD: Submission = { fields: [], answers: [], externalId: null, isTest: false };

/** These are chosen for a connection, not by whoever fills in a form. */
const NOT_BY_NAME: ReadonlySet<string> = new Set(['source', 'channel', 'test', 'externalId']);

/**
 * Reads what arrived as a lead. The map of the connection comes first, then what its product is known to send, then the
 * names of values; the rest become attributes. Nothing is refused here.
 */
export function readSubmission(rules: ReadingRules, payload: unknown): ReadSubmission {
  const mapped = mapValues(rules.map ?? {}, payload);
  const read = submissionIn(rules, payload, mapped.taken);
  const { fields, answers, externalId, isTest, isCut = false, isRecord = false } = read;
  const given = new Map<string, unknown>(mapped.given);
  const values = new Set(mapped.given.map(([, value]) => value));
  for (const [path, value] of fields) if (!given.has(path) && !values.has(value)) given.set(path, value);
  if (externalId !== null && !given.has('externalId')) given.set('externalId', externalId);
  const labels = answers.map(([name, , label]) => label ?? name);
  const paths = fieldsNamed(labels);
  for (const [index, [name, value]] of answers.entries()) {
    if (values.has(value)) continue;
    const [first, ...others] = firstOf(value);
    const path = isNamedPath(labels[index]!) ? labels[index]! : paths[index]!;
    const isField = path !== null && !NOT_BY_NAME.has(path) && !given.has(path) && typeof first !== 'object';
    given.set(isField ? path : `attributes.${name}`, isField ? first : value);
    if (isField && others.length > 0) given.set(`attributes.${name}`, others);
  }
  if (isTest) given.delete('externalId');
  const { body, issues } = readLeniently(given, sourceOf(rules, payload));
  return {
    body: { ...body, test: body.test || isTest },
    issues: isCut ? [...new Set([...issues, TOO_MANY_ATTRIBUTES])] : issues,
    isTest: body.test || isTest,
    isRecord,
  };
}

/** The desktop and the mobile copy of a field come as a list: the first that says something is meant. */
function firstOf(value: unknown): unknown[] {
  if (!Array.isArray(value)) return [value];
  const said = value.filter((each) => idOf(each) !== null);
  return said.length === 0 ? [''] : said;
}

/** Whether a name is the path of a field. Ids in other systems are no stranger's business. */
function isNamedPath(name: string): boolean {
  return isLeadPath(name) && !name.startsWith('refs.');
}

/** @param taken the places that the map has taken values from */
function submissionIn({ kind, vendor }: ReadingRules, payload: unknown, taken: ReadonlySet<string>): Submission {
  switch (kind) {
    case 'form':
      return readFormPost(payload, taken);
    case 'google':
      return readGoogleLead(payload);
    case 'hubspot':
      return readHubspotLead(payload);
    case 'linkedin':
      return readLinkedinLead(payload);
    case 'meta':
      return readMetaLead(payload);
    case 'touches':
      return NO_LEAD;
    case 'json':
      return isFormTool(vendor) ? FORM_TOOLS[vendor].read(payload) : readAnyJson(payload, taken);
  }
}

/** Any JSON: each value that no field takes by the map is an answer, called by its path. */
function readAnyJson(payload: unknown, taken: ReadonlySet<string>): Submission {
  const { leaves, isCut } = restOf(payload, taken);
  const answers = leaves.map(({ path, value, name }): Answer => [path, value, name]);
  return { fields: [], answers, externalId: null, isTest: false, isCut };
}

export function sourceOf({ source, name }: Pick<ReadingRules, 'source' | 'name'>, payload: unknown): string {
  if (typeof source === 'string') return source;
  const found = valueAt(payload, readPayloadPath(source.by)!);
  const theirs = typeof found === 'string' || typeof found === 'number' ? String(found).trim() : '';
  if (theirs === '') return name;
  return (Object.hasOwn(source.values, theirs) ? source.values[theirs] : undefined) ?? theirs;
}
