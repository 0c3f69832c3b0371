import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { isId } from '../input/formats.js';
import { type Environment, publicUrlOf } from '../running/environment.js';
import type { TimeSource } from '../running/time-source.js';
import { type Instant, MS_PER_SECOND } from '../values/duration.js';
import type { Secrets } from './secrets.js';

const ALGORITHM = 'HS256';

/** The fields of every link. */
interface Signed {
  readonly id: string;
  readonly expiresAt: Instant;
}

/** What distinguishes links of one kind from tokens signed for other purposes, and what else they contain. */
interface LinkKind<Link extends Signed> {
  /** The purpose for which the signing key is derived. */
  readonly purpose: string;
  /** The `typ` of its header. */
  readonly type: string;
  /** Path of the page, before the token. */
  readonly path: string;
  claimsOf(link: Link): JWTPayload;
  /** @returns null if these are not the claims of such a link */
  read(claims: JWTPayload): Omit<Link, keyof Signed> | null;
}

/** Signs and reads links, which contain only ids and are not stored (JSON Web Tokens, RFC 7519). */
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

  /** Whether there is a key; without one, no link can be signed. */
  get isReady(): boolean {
    return this.key !== null;
  }

  /** Returns the address of the link's page. */
  async urlOf(link: Link): Promise<string> {
    const token = new SignJWT(this.kind.claimsOf(link))
      .setProtectedHeader({ alg: ALGORITHM, typ: this.kind.type })
      .setJti(link.id)
      .setExpirationTime(Math.floor(link.expiresAt / MS_PER_SECOND));
    return `${this.base}/${await token.sign(this.key!)}`;
  }

  /** Reads a token. Null if it is not signed with our key. */
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

  /** @throws Error if it was signed with our key but is not such a link: another program signs with our key */
  private linkIn(claims: JWTPayload): Link {
    const { jti = '', exp } = claims;
    const read = this.kind.read(claims);
    if (read === null || !isId(jti) || exp === undefined)
      throw new Error('Our key has signed something that is not a link');
    return { ...read, id: jti, expiresAt: exp * MS_PER_SECOND } as Link;
  }
}
