import { Injectable } from '@nestjs/common';
import { NOT_IN_USE, type PageMessage } from '../../platform/http/private-page.js';
import { isId } from '../../platform/input/formats.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { SignedLinks } from '../../platform/outbound/signed-links.js';
import { Environment } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import { FORGED, TOO_OLD } from './handoff-pages.js';

/** What a link is for: to fill in the form, or to act for the receiver at this place. */
export type LinkRole = 'form' | number;

/** A form is filled in over days, and the person who is asked may be away for a week. */
export const LINK_VALID_FOR_MS = 14 * MS_PER_DAY;

/** A link by which a person without a key acts as one party of one handoff. */
export interface HandoffLink {
  readonly id: string;
  readonly handoffId: string;
  readonly role: LinkRole;
  /** The key that made it. The link ends with that key, and allows no more than its holder may do and see. */
  readonly keyId: string;
  readonly expiresAt: Instant;
}

/**
 * Returns the name in the ledger of a person who acts by a link. The same ledger has the maker of the link, under its
 * id.
 */
export function ruleOfLink(linkId: string): string {
  return `handoff link ${linkId}`;
}

/** Links to pages, which say themselves why a link opens none. */
export abstract class PageLinks<Link extends Pick<HandoffLink, 'id' | 'expiresAt'>> extends SignedLinks<Link> {
  async open(token: string): Promise<Link | PageMessage> {
    const read = await this.read(token);
    if (read === null) return this.isReady ? FORGED : NOT_IN_USE;
    return read.isOver ? TOO_OLD : read.link;
  }
}

/** Links to the page of a handoff (docs/adr/0045). */
@Injectable()
export class HandoffLinks extends PageLinks<HandoffLink> {
  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    const kind = {
      purpose: 'links of handoffs',
      type: 'handoff+jwt',
      path: 'act/handoff',
      claimsOf: ({ handoffId, role, keyId }: HandoffLink) => ({ handoff: handoffId, for: role, key: keyId }),
      read: ({ handoff, for: role, key }: { handoff?: unknown; for?: unknown; key?: unknown }) =>
        isId(handoff) && isRole(role) && isId(key) ? { handoffId: handoff, role, keyId: key } : null,
    };
    super(kind, secrets, environment, time);
  }
}

function isRole(role: unknown): role is LinkRole {
  return role === 'form' || Number.isInteger(role);
}
