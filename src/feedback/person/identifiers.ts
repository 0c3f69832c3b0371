import type { ClickId } from '../../leads/click-ids.js';
import type { EmailForm, PhoneForm } from './contact-hash.js';

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
