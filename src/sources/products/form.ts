import type { Instant } from '../../platform/values/duration.js';
import { restOf } from '../maps/payload-map.js';
import { type Answer, entriesOf, idOf, recordOf, type Submission } from './product.js';

/** Fields of a form that are for Touchline, and no part of the lead. */
export const FORM_CONTROLS = {
  /** The page to show next, on the same site. */
  next: '_next',
  /** Hidden from people: whatever fills it in is a program. Two names, as some forms have the second already. */
  trap: ['_trap', '_gotcha'],
  /** For how long the form was open, in milliseconds. */
  openFor: '_openFor',
  /** When Touchline showed the form, in milliseconds since 1970, for forms without a script. */
  openedAt: '_openedAt',
  /** What the person has agreed to: the text beside the box that they ticked, or nothing if they did not tick it. */
  consent: '_consent',
} as const;

/** Nobody fills in a form in less. */
const OPEN_FOR_MIN_MS = 2_000;

const NOT_OF_LEAD: ReadonlySet<string> = new Set([
  FORM_CONTROLS.next,
  ...FORM_CONTROLS.trap,
  FORM_CONTROLS.openFor,
  FORM_CONTROLS.openedAt,
  FORM_CONTROLS.consent,
  'g-recaptcha-response',
  'h-captcha-response',
  'cf-turnstile-response',
]);

/** @param taken the places that the map of the connection has taken values from */
export function readFormPost(payload: unknown, taken: ReadonlySet<string>): Submission {
  const { leaves, isCut } = restOf(payload, taken);
  const answers = leaves
    .filter(({ path }) => !NOT_OF_LEAD.has(path))
    .map(({ path, name, value }): Answer => {
      // A field of a form may be called `form[email]`, or have a dot.
      const isOwn = typeof payload === 'object' && payload !== null && Object.hasOwn(payload, name);
      return [isOwn ? name : path, value, name];
    });
  return { fields: consentIn(payload), answers, externalId: null, isTest: false, isCut };
}

/** Reads what a form with a text to agree to says about consent; nothing from one without. */
function consentIn(payload: unknown): Submission['fields'] {
  const said = recordOf(payload)[FORM_CONTROLS.consent];
  if (typeof said !== 'string') return [];
  const consent = said.trim() === '' ? 'denied' : 'granted';
  return [
    ['consent.adUserData', consent],
    ['consent.adPersonalization', consent],
    ['attributes.consentText', said],
  ];
}

/** Why a post is probably no person's. Browsers fill in hidden fields too, so it waits, and is not dropped. */
export function trapOf(payload: unknown, now: Instant): 'trap' | 'tooFast' | null {
  const values = Object.fromEntries(entriesOf(payload));
  if (FORM_CONTROLS.trap.some((name) => typeof values[name] === 'string' && values[name].trim() !== '')) return 'trap';
  const numberIn = (name: string) => Number(idOf(values[name]) ?? Number.NaN);
  const openFor = [numberIn(FORM_CONTROLS.openFor), now - numberIn(FORM_CONTROLS.openedAt)];
  return openFor.some((each) => each >= 0 && each < OPEN_FOR_MIN_MS) ? 'tooFast' : null;
}

/** The page that a form asks to be shown next; null if it asks for none. */
export function nextOf(payload: unknown): string | null {
  const next = Object.fromEntries(entriesOf(payload))[FORM_CONTROLS.next];
  return typeof next === 'string' && next !== '' ? next : null;
}
