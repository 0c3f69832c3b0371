/** Why nobody is logged in: the page to log in says it in words (public/login.js). */
export type LoginFailure = 'busy' | 'denied' | 'expired' | 'provider' | 'silent' | 'unknown' | 'unverified';

/** What a browser keeps while somebody is at the provider, so that only that browser comes in, and once. */
export interface LoginAttempt {
  /** Comes back with the browser: nobody else has led it here. */
  readonly state: string;
  /** Stands in what the provider signs: it was signed for this attempt. */
  readonly nonce: string;
  /** Proves to the provider that whoever has the code has begun (PKCE, RFC 7636). */
  readonly verifier: string;
}

/** For so long somebody may be at the provider. */
export const ATTEMPT_SECONDS = 600;

/** As a cookie holds it: each part is in base64url. */
export function writeAttempt({ state, nonce, verifier }: LoginAttempt): string {
  return `${state}.${nonce}.${verifier}`;
}

/** @returns null where it is none */
export function readAttempt(text: string | null): LoginAttempt | null {
  const [, state, nonce, verifier] = /^([\w-]{43})\.([\w-]{43})\.([\w-]{43})$/.exec(text ?? '') ?? [];
  return state === undefined ? null : { state, nonce: nonce!, verifier: verifier! };
}

/** What a provider says of somebody. */
export interface ProviderClaims {
  readonly sub: string;
  readonly email?: unknown;
  readonly email_verified?: unknown;
}

/**
 * The address that a provider says is theirs, as addresses of users are compared. One that nobody has verified could be
 * anybody's: some providers let people write what they like.
 */
export function verifiedEmail({ email, email_verified: isVerified }: ProviderClaims): string | null {
  // Some say it in text, against the standard.
  if (typeof email !== 'string' || (isVerified !== true && isVerified !== 'true')) return null;
  return email.normalize('NFC').toLowerCase();
}

/** How a program shows who it is when it asks for tokens: the first of those that the provider takes. */
export function authenticationOf(supported: readonly string[] | undefined): 'basic' | 'post' {
  // OpenID Connect Discovery 1.0, section 3: where a provider says nothing it is `client_secret_basic`.
  return supported === undefined || supported.includes('client_secret_basic') ? 'basic' : 'post';
}
