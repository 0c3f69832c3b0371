import { isLeadPath, type LenientLead, readLeniently } from '../../leads/lenient-lead.js';
import { fieldsNamed } from '../../vocabulary/field-names.js';
import type { InboundKind, InboundSource } from '../connections/inbound.schema.js';
import { mapValues, restOf } from '../maps/payload-map.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import { payloadPathText, readPayloadPath, valueAt } from '../maps/payload-path.js';
import { readFormPost } from './form.js';
import { FORM_TOOLS, type FormTool } from './form-tools.js';
import { readGoogleLead } from './google.js';
import type { Submission } from './product.js';

/** What of a connection decides how its submissions are read. */
export interface ReadingRules {
  readonly name: string;
  readonly kind: InboundKind;
  readonly vendor: FormTool | null;
  readonly source: InboundSource;
  readonly map: WrittenMap | null;
}

export type ReadSubmission = LenientLead & { readonly isTest: boolean };

/** These are chosen for a connection, not by whoever fills in a form. */
const NOT_BY_NAME: ReadonlySet<string> = new Set(['source', 'channel', 'test', 'externalId']);

/**
 * Reads what arrived as a lead. The map of the connection comes first, then what its product is known to send, then the
 * names of values; the rest become attributes. Nothing is refused here.
 */
export function readSubmission(rules: ReadingRules, payload: unknown): ReadSubmission {
  const { fields, answers, externalId, isTest } = submissionIn(rules, payload);
  const mapped = mapValues(rules.map ?? {}, payload);
  const given = new Map<string, unknown>(mapped.given);
  const taken = new Set(mapped.taken);
  const isTaken = (value: unknown) => taken.size > 0 && mapped.given.some(([, each]) => each === value);
  for (const [path, value] of fields) if (!given.has(path) && !isTaken(value)) given.set(path, value);
  if (externalId !== null && !given.has('externalId')) given.set('externalId', externalId);
  const paths = fieldsNamed(answers.map(([name]) => lastNameOf(name)));
  for (const [index, [name, value]] of answers.entries()) {
    if (isTaken(value)) continue;
    const path = isLeadPath(name) ? name : paths[index]!;
    const isField = path !== null && !NOT_BY_NAME.has(path) && !given.has(path) && typeof value !== 'object';
    given.set(isField ? path : `attributes.${name}`, value);
  }
  if (isTest) given.delete('externalId');
  const lead = readLeniently(given, sourceOf(rules, payload));
  return { ...lead, body: { ...lead.body, test: lead.body.test || isTest }, isTest: lead.body.test || isTest };
}

function submissionIn({ kind, vendor, map }: ReadingRules, payload: unknown): Submission {
  switch (kind) {
    case 'form':
      return readFormPost(payload, mapValues(map ?? {}, payload).taken);
    case 'google':
      return readGoogleLead(payload);
    case 'json':
      return vendor === null ? readAnyJson(payload, map) : FORM_TOOLS[vendor].read(payload);
  }
}

/** Any JSON: each value that no field takes by the map is an answer, called by its path. */
function readAnyJson(payload: unknown, map: WrittenMap | null): Submission {
  const { taken } = mapValues(map ?? {}, payload);
  const answers = restOf(payload, taken).map(([path, value]) => [payloadPathText(path), value] as const);
  return { fields: [], answers, externalId: null, isTest: false };
}

/** `data.fields.email` is called as its last part is. */
function lastNameOf(name: string): string {
  const names = readPayloadPath(name)?.filter((each) => typeof each === 'string') ?? [];
  return names.at(-1)?.toString() ?? name;
}

function sourceOf({ source, name }: ReadingRules, payload: unknown): string {
  if (typeof source === 'string') return source;
  const found = valueAt(payload, readPayloadPath(source.by)!);
  const theirs = typeof found === 'string' || typeof found === 'number' ? String(found).trim() : '';
  if (theirs === '') return name;
  return (Object.hasOwn(source.values, theirs) ? source.values[theirs] : undefined) ?? theirs;
}
