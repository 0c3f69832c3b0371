import { type Static, type TObject } from '@sinclair/typebox';
import type { Fault } from '../../platform/input/fault.js';
import { object, text } from '../../platform/input/schema.js';
import type { JsonObject } from '../platforms/json-text.js';

interface PlatformAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined if there is none. */
  readonly body: unknown;
}

export interface TokenForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Posting<Settings extends object = object, Credentials extends object = object> {
  /** The hosts of its requests; for `generic`, the settings name the host. */
  readonly hosts: readonly string[];
  readonly credentials: TObject;
  /** Returns what the credentials lack for the settings; pointers are into the credentials. */
  faultsOfCredentials?(settings: Settings, credentials: Credentials): Fault[];
  /** Returns why nothing can be posted with these settings; pointers are into them. */
  faultsOfPush?(settings: Settings): Fault[];
  /** Only for platforms whose tokens expire while credentials last. */
  tokenForm?(credentials: Credentials): TokenForm;
  /** Returns the headers that authenticate a request. @param token from `tokenForm`; empty if there is none */
  headers(credentials: Credentials, token: string): Readonly<Record<string, string>>;
  /** A success may have any body; otherwise it must be JSON or empty. */
  readonly answersFreely?: true;
  /** Returns the platform's id of a request; null if the answer has none. */
  requestIdOf(answered: PlatformAnswer): string | null;
  /** How a body is marked to count nowhere: always, by a code that the platform shows, or not at all. */
  readonly testMode: 'flag' | 'code' | 'none';
  /** Returns the body marked as a test, so that it counts nowhere. @param code empty if the mode takes none */
  asTest(body: JsonObject, code: string): JsonObject;
}

/** A credential: visible ASCII characters, so that it may be part of a header. */
export const secretText = (description: string) =>
  text(4_096, description, { pattern: '^[\\x21-\\x7e]+$', writeOnly: true });

export const AccessToken = object({
  accessToken: secretText('an access token that does not expire, of visible ASCII characters'),
});
export type AccessToken = Static<typeof AccessToken>;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
