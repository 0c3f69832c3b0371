import { Injectable } from '@nestjs/common';
import { type Instant, MS_PER_DAY, MS_PER_SECOND } from '../../platform/duration.js';
import { Environment, publicUrlOf } from '../../platform/environment.js';
import { isId } from '../../platform/ids.js';
import { Secrets } from '../../platform/secrets.js';
import { type ReadToken, SignedTokens } from '../../platform/signed-tokens.js';
import { TimeSource } from '../../platform/time-source.js';

/** What a link is for: to fill in the form, or to act for the receiver at this place. */
export type LinkRole = 'form' | number;

/** A form is filled in over days, and whoever is asked may be away for a week. */
export const LINK_VALID_FOR_MS = 14 * MS_PER_DAY;

/** What lets somebody without a key do what one party of one handoff does. */
export interface HandoffLink {
  readonly id: string;
  readonly handoffId: string;
  readonly role: LinkRole;
  /** By which it was made: it ends with that key, and lets nobody do or see more than whoever has that. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/** What the ledger names whoever acts by a link: who has made the link stands in the same ledger, under its id. */
export function ruleOfLink(linkId: string): string {
  return `handoff link ${linkId}`;
}

const KIND = { purpose: 'links of handoffs', type: 'handoff+jwt' };

interface Claims {
  readonly handoff: string;
  readonly for: LinkRole;
  readonly key: string;
}

interface ReadHandoffLink {
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
  async urlOf({ id, handoffId, role, keyId, expiresAt }: HandoffLink): Promise<string> {
    const claims = { handoff: handoffId, for: role, key: keyId };
    const token = await this.tokens.sign(claims, { id, subject: null, expiresAt });
    return `${this.base}/act/handoff/${token}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadHandoffLink | null> {
    const read = await this.tokens.read(token);
    // Of a version that did not say by which key it was made.
    if (read?.claims.key === undefined) return null;
    return { link: linkIn(read.claims), isOver: read.isOver };
  }
}

/** @throws Error where it was signed by us and is none: somebody else signs with our key */
function linkIn({ jti = '', handoff, for: role, key, exp }: ReadToken<Claims>['claims']): HandoffLink {
  const isRole = role === 'form' || Number.isInteger(role);
  if (![jti, handoff, key].every(isId) || !isRole || exp === undefined)
    throw new Error('A link was signed that is none');
  return { id: jti, handoffId: handoff, role, keyId: key, expiresAt: exp * MS_PER_SECOND };
}
