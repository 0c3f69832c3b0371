import { type Instant, MS_PER_SECOND } from '../../platform/values/duration.js';

/** Why a login failed. The login page has a message for each. */
export type LoginFailure = 'busy' | 'denied' | 'expired' | 'provider' | 'silent' | 'unknown' | 'unverified';

/** A login attempt, kept in the browser's cookie: only that browser can finish it, and only once. */
export interface LoginAttempt {
  readonly begunAt: Instant;
  /** Comes back in the redirect; protects against CSRF. */
  readonly state: string;
  /** Part of the signed ID token, which proves that it was issued for this attempt. */
  readonly nonce: string;
  /** Proves to the provider that the redeemer of the code started the attempt (PKCE, RFC 7636). */
  readonly verifier: string;
}

/** How long a user may stay at the provider. */
export const ATTEMPT_SECONDS = 600;

/** Writes an attempt as text, to be signed. The secrets are base64url. */
export function writeAttempt({ begunAt, state, nonce, verifier }: LoginAttempt): string {
  return `${begunAt}.${state}.${nonce}.${verifier}`;
}

/** @returns null if the text is not an attempt, or the attempt is over */
export function readAttempt(text: string | null, now: Instant): LoginAttempt | null {
  const [, begunAt, state, nonce, verifier] =
    /^(\d{1,15})\.([\w-]{43})\.([\w-]{43})\.([\w-]{43})$/.exec(text ?? '') ?? [];
  if (begunAt === undefined || now >= Number(begunAt) + ATTEMPT_SECONDS * MS_PER_SECOND) return null;
  return { begunAt: Number(begunAt), state: state!, nonce: nonce!, verifier: verifier! };
}

/** The errors with which a provider may send a browser back (RFC 6749, section 4.1.2.1; OpenID Connect Core, 3.1.2.6). */
const KNOWN_ERRORS: ReadonlySet<string> = new Set([
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'server_error',
  'temporarily_unavailable',
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
]);

/** Returns why a redirect has no code, in words for the log: anybody can write such an address, so it is not quoted. */
export function wordsOfError(error: string): string {
  return KNOWN_ERRORS.has(error) ? `the error ${error}` : 'an error that no standard knows';
}

export interface ProviderClaims {
  readonly sub: string;
  readonly email?: unknown;
  readonly email_verified?: unknown;
}

/**
 * Control characters, which no query may contain, and those that comparing turns into characters of ASCII, such as the
 * Kelvin sign into a `k`: an address with one of them belongs to somebody else.
 */
const OF_NO_USER = /[\p{Cc}\u037e\u1fef\u212a]/u;

/**
 * Returns the address as users' addresses are compared; null unless the provider says that it is verified, because some
 * providers let people enter any address.
 */
export function verifiedEmail({ email, email_verified: isVerified }: ProviderClaims): string | null {
  // Some providers send a string, against the standard.
  if (typeof email !== 'string' || (isVerified !== true && isVerified !== 'true')) return null;
  if (OF_NO_USER.test(email)) return null;
  return email.normalize('NFC').toLowerCase();
}

/** Returns the client authentication for the token endpoint: `basic` if the provider supports it. */
export function authenticationOf(supported: readonly string[] | undefined): 'basic' | 'post' {
  // OpenID Connect Discovery 1.0, section 3: the default is `client_secret_basic`.
  return supported === undefined || supported.includes('client_secret_basic') ? 'basic' : 'post';
}
