import { Injectable } from '@nestjs/common';
import { Environment, publicUrlOf } from '../platform/environment.js';
import { isId } from '../platform/ids.js';
import { MS_PER_SECOND } from '../platform/instant.js';
import { Secrets } from '../platform/secrets.js';
import { type ReadToken, SignedTokens } from '../platform/signed-tokens.js';
import { TimeSource } from '../platform/time-source.js';
import type { HandoffLink, LinkRole } from './handoff-link.js';

const KIND = { purpose: 'links of handoffs', type: 'handoff+jwt' };

interface Claims {
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
  private readonly tokens: SignedTokens<Claims>;
  private readonly base: string;

  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    this.tokens = new SignedTokens(KIND, secrets, time);
    this.base = publicUrlOf(environment);
  }

  /** Whether there is a key: without one nothing can be signed. */
  get isReady(): boolean {
    return this.tokens.isReady;
  }

  /** The address of its page. */
  async urlOf({ id, handoffId, role, repId, expiresAt }: HandoffLink): Promise<string> {
    const token = await this.tokens.sign({ handoff: handoffId, for: role }, { id, subject: repId, expiresAt });
    return `${this.base}/act/handoff/${token}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadHandoffLink | null> {
    const read = await this.tokens.read(token);
    return read && { link: linkIn(read.claims), isOver: read.isOver };
  }
}

/** @throws Error where it was signed by us and is none: somebody else signs with our key */
function linkIn({ jti = '', sub, handoff, for: role, exp }: ReadToken<Claims>['claims']): HandoffLink {
  const isRole = role === 'form' || Number.isInteger(role);
  if (![jti, handoff].every(isId) || !isRole || exp === undefined || (sub !== undefined && !isId(sub)))
    throw new Error('A link was signed that is none');
  return { id: jti, handoffId: handoff, role, repId: sub ?? null, expiresAt: exp * MS_PER_SECOND };
}
