import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { type Instant, MS_PER_SECOND } from './duration.js';
import { type Environment, publicUrlOf } from './environment.js';
import { isId } from './formats.js';
import type { Secrets } from './secrets.js';
import type { TimeSource } from './time-source.js';

const ALGORITHM = 'HS256';

/** What every link has. */
interface Signed {
  readonly id: string;
  readonly expiresAt: Instant;
}

/** What tells links of a kind from those that are signed for something else, and what they hold besides. */
interface LinkKind<Link extends Signed> {
  /** Of the key that is derived for it. */
  readonly purpose: string;
  /** The `typ` of its header. */
  readonly type: string;
  /** Of its page, before the token. */
  readonly path: string;
  claimsOf(link: Link): JWTPayload;
  /** @returns null where these are the claims of no link */
  read(claims: JWTPayload): Omit<Link, keyof Signed> | null;
}

/** Signs links, which hold ids alone and are stored nowhere, and reads them again (JSON Web Tokens, RFC 7519). */
export abstract class SignedLinks<Link extends Signed> {
  private readonly key: Uint8Array | null;
  private readonly base: string;

  constructor(
    private readonly kind: LinkKind<Link>,
    secrets: Secrets,
    environment: Environment,
    private readonly time: TimeSource,
  ) {
    this.key = secrets.derive(kind.purpose);
    this.base = `${publicUrlOf(environment)}/${kind.path}`;
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.key !== null;
  }

  /** The address of its page. */
  async urlOf(link: Link): Promise<string> {
    const token = new SignJWT(this.kind.claimsOf(link))
      .setProtectedHeader({ alg: ALGORITHM, typ: this.kind.type })
      .setJti(link.id)
      .setExpirationTime(Math.floor(link.expiresAt / MS_PER_SECOND));
    return `${this.base}/${await token.sign(this.key!)}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<{ readonly link: Link; readonly isOver: boolean } | null> {
    if (this.key === null) return null;
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [ALGORITHM],
        typ: this.kind.type,
        currentDate: new Date(this.time.now()),
      });
      return { link: this.linkIn(payload), isOver: false };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { link: this.linkIn(error.payload), isOver: true };
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }

  /** @throws Error where it was signed by us and is none: somebody else signs with our key */
  private linkIn(claims: JWTPayload): Link {
    const { jti = '', exp } = claims;
    const read = this.kind.read(claims);
    if (read === null || !isId(jti) || exp === undefined) throw new Error('A link was signed that is none');
    return { ...read, id: jti, expiresAt: exp * MS_PER_SECOND } as Link;
  }
}
