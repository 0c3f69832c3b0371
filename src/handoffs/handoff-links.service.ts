import { Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { Environment, publicUrlOf } from '../platform/environment.js';
import { isId } from '../platform/ids.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { Secrets } from '../platform/secrets.js';
import { TimeSource } from '../platform/time-source.js';
import type { HandoffLink, LinkRole } from './handoff-link.js';

const PURPOSE = 'links of handoffs';
const ALGORITHM = 'HS256';
/** What is signed for another purpose is none of these. */
const TYPE = 'handoff+jwt';

interface Claims extends JWTPayload {
  readonly handoff: string;
  readonly for: LinkRole;
}

export interface ReadHandoffLink {
  readonly link: HandoffLink;
  readonly isOver: boolean;
}

/** Signs links of handoffs, and reads them again (docs/adr/0045). They hold ids alone. */
@Injectable()
export class HandoffLinks {
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
  async urlOf({ id, handoffId, role, repId, expiresAt }: HandoffLink): Promise<string> {
    const claims = { handoff: handoffId, for: role } satisfies Omit<Claims, keyof JWTPayload>;
    const token = new SignJWT(claims)
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
      .setJti(id)
      .setExpirationTime(Math.floor(expiresAt / MS_PER_SECOND));
    if (repId !== null) token.setSubject(repId);
    return `${this.base}/act/handoff/${await token.sign(this.key!)}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadHandoffLink | null> {
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
function linkIn({ jti = '', sub, handoff, for: role, exp }: Claims): HandoffLink {
  const isRole = role === 'form' || Number.isInteger(role);
  if (![jti, handoff].every(isId) || !isRole || exp === undefined || (sub !== undefined && !isId(sub)))
    throw new Error('A link was signed that is none');
  return { id: jti, handoffId: handoff, role, repId: sub ?? null, expiresAt: exp * MS_PER_SECOND };
}
