import type { Instant } from '../platform/instant.js';

type Maybe<T> = T | null | undefined;
type TextFacts<Name extends string> = { readonly [name in Name]?: Maybe<string> };

/**
 * What conditions read of a lead; `null`, absent and an empty list are all "missing".
 * Text is as intake stored it: trimmed and in Unicode normal form C. `contact.phone` is E.164 where it could be read
 * as a number, else as given, so that `startsWith "+49"` means what it says.
 */
export interface LeadFacts {
  readonly source: string;
  readonly channel?: Maybe<string>;
  readonly campaign?: Maybe<string>;
  readonly form?: Maybe<string>;
  readonly landingPage?: Maybe<string>;
  readonly contact?: Maybe<ContactFacts>;
  readonly company?: Maybe<CompanyFacts>;
  /** Flat, and of no declared type: `attributes.x` is whatever the sender sent. */
  readonly attributes?: Maybe<Readonly<Record<string, string | number | boolean | null>>>;
  readonly clickIds?: Maybe<ClickIdFacts>;
  readonly consent?: Maybe<TextFacts<'adUserData' | 'adPersonalization'>>;
  readonly test: boolean;
  readonly receivedAt: Instant;
}

export interface ContactFacts
  extends TextFacts<
    | 'name'
    | 'firstName'
    | 'lastName'
    | 'title'
    | 'email'
    | 'phone'
    | 'country'
    | 'region'
    | 'postalCode'
    | 'language'
    | 'timeZone'
  > {
  readonly doNot?: Maybe<readonly string[]>;
}

export interface CompanyFacts extends TextFacts<'name' | 'domain' | 'country' | 'region' | 'industry'> {
  readonly employees?: Maybe<number>;
}

export interface ClickIdFacts
  extends TextFacts<
    | 'gclid'
    | 'gbraid'
    | 'wbraid'
    | 'fbclid'
    | 'fbc'
    | 'fbp'
    | 'metaLeadId'
    | 'liFatId'
    | 'linkedinLeadId'
    | 'msclkid'
    | 'ttclid'
    | 'tiktokLeadId'
  > {
  /** An instant, or the ISO text of one. */
  readonly clickedAt?: Maybe<Instant | string>;
}
