import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { type Instant, MS_PER_SECOND } from './duration.js';
import type { Secrets } from './secrets.js';
import type { TimeSource } from './time-source.js';

const ALGORITHM = 'HS256';

/** By what a token is told from those that are signed for something else. */
interface TokenKind {
  /** Of the key that is derived for it. */
  readonly purpose: string;
  /** The `typ` of its header. */
  readonly type: string;
}

/** What every token says. */
interface Signed {
  readonly id: string;
  readonly subject: string | null;
  readonly expiresAt: Instant;
}

/** What was signed; whoever reads it says what it means. */
export interface ReadToken<Claims> {
  readonly claims: Claims & JWTPayload;
  readonly isOver: boolean;
}

/** Signs what links hold, and reads it again (JSON Web Tokens, RFC 7519). */
export class SignedTokens<Claims extends object> {
  private readonly key: Uint8Array | null;

  constructor(
    private readonly kind: TokenKind,
    secrets: Secrets,
    private readonly time: TimeSource,
  ) {
    this.key = secrets.derive(kind.purpose);
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.key !== null;
  }

  async sign(claims: Claims, { id, subject, expiresAt }: Signed): Promise<string> {
    const token = new SignJWT({ ...claims } as JWTPayload)
      .setProtectedHeader({ alg: ALGORITHM, typ: this.kind.type })
      .setJti(id)
      .setExpirationTime(Math.floor(expiresAt / MS_PER_SECOND));
    if (subject !== null) token.setSubject(subject);
    return token.sign(this.key!);
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadToken<Claims> | null> {
    if (this.key === null) return null;
    try {
      const { payload } = await jwtVerify<Claims>(token, this.key, {
        algorithms: [ALGORITHM],
        typ: this.kind.type,
        currentDate: new Date(this.time.now()),
      });
      return { claims: payload, isOver: false };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { claims: error.payload as Claims & JWTPayload, isOver: true };
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
