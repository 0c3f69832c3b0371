import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Environment, publicUrlOf } from '../platform/environment.js';
import { isId } from '../platform/ids.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { Secrets } from '../platform/secrets.js';
import { TimeSource } from '../platform/time-source.js';
import { type ActionLink, LINK_ACTIONS, type LinkAction } from './action-link.js';

const PURPOSE = 'links in messages';
const ALGORITHM = 'HS256';
/** What is signed for another purpose is none of these. */
const TYPE = 'act+jwt';

interface Claims extends JWTPayload {
  readonly act: LinkAction;
  readonly lead: string;
}

export interface ReadLink {
  readonly link: ActionLink;
  readonly isOver: boolean;
}

/** Signs links by which something is done, and reads them again (docs/adr/0038). They hold ids alone. */
@Injectable()
export class ActionLinks {
  private readonly key: Uint8Array | null;
  private readonly base: string;

  constructor(
    secrets: Secrets,
    environment: Environment,
    private readonly time: TimeSource,
  ) {
    this.key = secrets.derive(PURPOSE);
    this.base = publicUrlOf(environment);
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.key !== null;
  }

  /** The address of its page. */
  async urlOf({ deliveryId, action, repId, leadId, expiresAt }: ActionLink): Promise<string> {
    const token = await new SignJWT({ act: action, lead: leadId } satisfies Omit<Claims, keyof JWTPayload>)
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setJti(deliveryId)
      .setSubject(repId)
      .setExpirationTime(Math.floor(expiresAt / MS_PER_SECOND))
      .sign(this.key!);
    return `${this.base}/act/${token}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadLink | null> {
    if (this.key === null) return null;
    try {
      const { payload } = await jwtVerify<Claims>(token, this.key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        currentDate: new Date(this.time.now()),
      });
      return { link: linkIn(payload), isOver: false };
    } catch (error) {
      if (error instanceof errors.JWTExpired) return { link: linkIn(error.payload as Claims), isOver: true };
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}

/** @throws Error where it was signed by us and is none: somebody else signs with our key */
function linkIn({ jti = '', sub = '', act, lead, exp }: Claims): ActionLink {
  if (![jti, sub, lead].every(isId) || !LINK_ACTIONS.includes(act) || exp === undefined)
    throw new Error('A link was signed that is none');
  return { deliveryId: jti, action: act, repId: sub, leadId: lead, expiresAt: exp * MS_PER_SECOND };
}
