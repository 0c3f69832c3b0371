import { Injectable } from '@nestjs/common';
import { type Instant, MS_PER_DAY } from '../../platform/duration.js';
import { Environment } from '../../platform/environment.js';
import { isId } from '../../platform/formats.js';
import { Secrets } from '../../platform/secrets.js';
import { SignedLinks } from '../../platform/signed-links.js';
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

/** Links to the page of a handoff (docs/adr/0045). */
@Injectable()
export class HandoffLinks extends SignedLinks<HandoffLink> {
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
