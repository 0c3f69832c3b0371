import { instantIn } from '../../platform/input/written-instant.js';
import {
  OUTCOMES_OF,
  TOUCH_KINDS,
  TOUCH_OUTCOMES,
  type TouchKind,
  type TouchOutcome,
} from '../../vocabulary/touch-kinds.js';
import { mapValues } from '../maps/payload-map.js';
import type { WrittenMap } from '../maps/payload-map.schema.js';
import { idOf } from '../products/product.js';
import { contact, type ReadContact } from './reported-contact.js';
import { readAircall } from './tools/aircall.js';
import { readCal } from './tools/cal.js';
import { readCalendly } from './tools/calendly.js';
import { readDialpad } from './tools/dialpad.js';
import { readTwilio } from './tools/twilio.js';

export const CONTACT_TOOLS = {
  aircall: readAircall,
  calendly: readCalendly,
  cal: readCal,
  dialpad: readDialpad,
  twilio: readTwilio,
} as const;
export type ContactTool = keyof typeof CONTACT_TOOLS;
export const CONTACT_TOOL_NAMES = Object.keys(CONTACT_TOOLS) as ContactTool[];

/** The fields of a map of one's own. */
export const CONTACT_PATHS: readonly string[] = [
  ...['id', 'kind', 'direction', 'outcome', 'occurredAt', 'durationSeconds', 'meetingAt'],
  ...['email', 'phone', 'name', 'repEmail', 'note'],
];

export function isContactTool(name: string | null | undefined): name is ContactTool {
  return name != null && Object.hasOwn(CONTACT_TOOLS, name);
}

/** Reads what a tool reports: as the tool is known to write it, or by a map. */
export function readContact(
  { vendor, map }: { readonly vendor: string | null; readonly map: WrittenMap | null },
  payload: unknown,
): ReadContact {
  return isContactTool(vendor) ? CONTACT_TOOLS[vendor](payload) : readByMap(map ?? {}, payload);
}

function readByMap(map: WrittenMap, payload: unknown): ReadContact {
  const given = new Map<string, unknown>(mapValues(map, payload).given);
  const textOf = (name: string) => idOf(given.get(name));
  const kind = (textOf('kind') ?? 'call') as TouchKind;
  const outcome = textOf('outcome') as TouchOutcome;
  if (!TOUCH_KINDS.includes(kind) || !TOUCH_OUTCOMES.includes(outcome) || !OUTCOMES_OF[kind].includes(outcome))
    return { is: 'unreadable' };
  const seconds = Number(textOf('durationSeconds') ?? Number.NaN);
  return contact({
    ref: textOf('id'),
    kind,
    direction: textOf('direction') === 'inbound' ? 'inbound' : 'outbound',
    outcome,
    occurredAt: instantOrNull(textOf('occurredAt')),
    meetingAt: instantOrNull(textOf('meetingAt')),
    durationSeconds: Number.isNaN(seconds) ? null : Math.max(0, Math.round(seconds)),
    email: textOf('email'),
    phone: textOf('phone'),
    name: textOf('name'),
    repEmail: textOf('repEmail'),
    note: textOf('note'),
  });
}

function instantOrNull(text: string | null): string | null {
  return text !== null && instantIn(text) !== null ? text : null;
}
