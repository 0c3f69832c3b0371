import { type Static, type TObject, Type } from '@sinclair/typebox';
import type { Fault } from '../../platform/fault.js';
import { closed } from '../destinations/settings-shapes.js';
import type { JsonObject } from '../platforms/json-text.js';

/** What came back, as far as it came. */
export interface PlatformAnswer {
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
}

/** A form by which a token for an hour is got. */
export interface TokenForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** How the program posts to a platform itself, in the name of an account. */
export interface Posting<Settings extends object = object, Credentials extends object = object> {
  /** To whom requests go; of a program of one's own its settings say so. */
  readonly hosts: readonly string[];
  readonly credentials: TObject;
  /** What the settings ask of the credentials; pointers into them. */
  faultsOfCredentials?(settings: Settings, credentials: Credentials): Fault[];
  /** Why nothing can be posted with these settings; pointers into them. */
  faultsOfPush?(settings: Settings): Fault[];
  /** Where credentials last and tokens do not. */
  tokenForm?(credentials: Credentials): TokenForm;
  /** By which the platform knows who posts. @param token as `tokenForm` got it; empty where there is none */
  headers(credentials: Credentials, token: string): Readonly<Record<string, string>>;
  /** A success may be answered with anything: else it is JSON, or nothing. */
  readonly answersFreely?: true;
  /** By what the platform finds a request again; null where it says nothing. */
  requestIdOf(answered: PlatformAnswer): string | null;
  /** How a body is told to count nowhere: always, by a code that the platform shows, or not at all. */
  readonly testMode: 'flag' | 'code' | 'none';
  /** The same body, so that it counts nowhere. @param code empty where the mode takes none */
  asTest(body: JsonObject, code: string): JsonObject;
}

/** Credentials, as platforms call them: visible characters, so that they can stand in a header. */
export const secretText = (description: string) =>
  Type.String({ minLength: 1, maxLength: 4_096, pattern: '^[\\x21-\\x7e]+$', description });

export const AccessToken = Type.Object(
  { accessToken: secretText('an access token that does not expire, of visible ASCII characters') },
  closed,
);
export type AccessToken = Static<typeof AccessToken>;

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
