import { readBody } from '../platform/input/checked.js';
import type { UnknownFields } from '../vocabulary/lead-fields.js';
import { LeadBody } from './lead.dto.js';
import { readAttributes } from './lenient-lead.js';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a lead, each with the fields in it if these are fixed. */
const KNOWN: ReadonlyMap<string, ReadonlySet<string> | null> = new Map(
  Object.entries(LeadBody.properties).map(([name, { properties }]) => [
    name,
    properties === undefined ? null : new Set(Object.keys(properties)),
  ]),
);

/**
 * Checks a lead as it was sent.
 * @param unknownFields what becomes of fields that no lead has
 * @returns the lead, if there are no faults, and the issues that it has because of unknown fields
 */
export function readSentLead(sent: unknown, unknownFields: UnknownFields, howMany: 'all' | 'first' = 'all') {
  const { lead, issues } =
    unknownFields === 'attributes' ? withUnknownAsAttributes(sent) : { lead: sent, issues: NO_ISSUES };
  return { ...readBody<LeadBody>(LeadBody, lead, howMany), issues };
}

const NO_ISSUES: readonly string[] = [];

/**
 * Makes attributes of the fields that no lead has, as connections do: nested values become attributes of their own, and
 * so do those of the attributes that were sent. What does not fit a field that there is remains a fault.
 * @param sent whatever was sent as a lead; it is not changed
 * @returns what is left to be checked, and the issues that the lead has
 */
function withUnknownAsAttributes(sent: unknown): { lead: unknown; issues: readonly string[] } {
  if (!isObject(sent)) return { lead: sent, issues: [] };
  const { attributes: given = {}, ...fields } = sent;
  if (!isObject(given)) return { lead: sent, issues: [] };
  const lead: Record<string, unknown> = {};
  const unknown: [string, unknown][] = [];
  for (const [name, value] of Object.entries(fields)) {
    const inner = KNOWN.get(name);
    if (inner === undefined) unknown.push([name, value]);
    else if (inner === null || !isObject(value)) lead[name] = value;
    else {
      const isKnown = ([each]: [string, unknown]) => inner.has(each);
      lead[name] = Object.fromEntries(Object.entries(value).filter(isKnown));
      for (const entry of Object.entries(value)) if (!isKnown(entry)) unknown.push([`${name}.${entry[0]}`, entry[1]]);
    }
  }
  const { attributes, issues } = readAttributes([...Object.entries(given), ...unknown]);
  return { lead: { ...lead, ...(Object.keys(attributes).length > 0 && { attributes }) }, issues };
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
