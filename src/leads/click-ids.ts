import type { EmailForm, PhoneForm } from '../feedback/contact-hash.js';

/**
 * By what platforms know a click, a browser or an answer to a lead form again, and what each looks like. They are sent
 * as they were captured. No such text can be a formula in a table.
 */
export const CLICK_IDS = {
  gclid: /^[\w.~-]{1,1000}$/,
  gbraid: /^[\w.~-]{1,1000}$/,
  wbraid: /^[\w.~-]{1,1000}$/,
  metaLeadId: /^\d{15,17}$/,
  fbc: /^fb\.\d\.\d{10,13}\.[\w.~-]{1,900}$/,
  fbp: /^fb\.\d\.\d{10,13}\.[\w.~-]{1,900}$/,
  linkedinLeadId: /^(?:urn:li:leadGenFormResponse:)?[\w.~-]{1,900}$/,
  liFatId: /^[\w.~-]{1,1000}$/,
  msclkid: /^[\w.~-]{1,1000}$/,
  tiktokLeadId: /^\d{1,30}$/,
  ttclid: /^[\w.~-]{1,1000}$/,
} as const;
export type ClickId = keyof typeof CLICK_IDS;
/** What an `fbclid` is, of which an `fbc` is made. */
export const FBCLID = /^[\w.~-]{1,900}$/;

/** Whether what a lead came with under a name can be sent; what no platform has a form for can. */
export function isWellFormed(name: string, value: string): boolean {
  const form = name === 'fbclid' ? FBCLID : Object.hasOwn(CLICK_IDS, name) ? CLICK_IDS[name as ClickId] : null;
  return form === null || form.test(value);
}

/** `email` and `phone` are hashes. */
export type IdentifierName = ClickId | 'email' | 'phone';
export type Identifiers = Readonly<Partial<Record<IdentifierName, string>>>;

/** When hashed contact data is sent: beside a click id, never, or also of leads that the platform may not know. */
export const HASHED_CONTACT = ['withClickId', 'never', 'always'] as const;
export type HashedContact = (typeof HASHED_CONTACT)[number];

/** By what a platform is told of a lead. */
export interface IdentifierRules<Settings extends object = object> {
  /** Its own, the one that it knows best first. */
  own(settings: Settings): readonly ClickId[];
  /** One that nobody has, in the form of its own: a platform that looks for it finds nobody. */
  readonly nobody: Identifiers;
  /** Whether all that there are go together; else the first alone. */
  readonly together: boolean;
  /** How an address is written before it is hashed; null where none is sent. */
  email(settings: Settings): EmailForm | null;
  readonly phone: PhoneForm | null;
  hashedContact(settings: Settings): HashedContact;
  /** By what it knows a lead that a tag on the website has counted. */
  readonly tagKey?: 'transactionId' | 'eventId';
  /** Whether names go along in plain text. */
  names?(settings: Settings): boolean;
}

export function isClickId(name: IdentifierName): name is ClickId {
  return name !== 'email' && name !== 'phone';
}
