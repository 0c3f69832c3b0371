import { Injectable } from '@nestjs/common';
import { MS_PER_SECOND } from '../../platform/duration.js';
import { Environment, publicUrlOf } from '../../platform/environment.js';
import { isId } from '../../platform/ids.js';
import { Secrets } from '../../platform/secrets.js';
import { type ReadToken, SignedTokens } from '../../platform/signed-tokens.js';
import { TimeSource } from '../../platform/time-source.js';
import { type ActionLink, LINK_ACTIONS, type LinkAction } from './action-link.js';

const KIND = { purpose: 'links in messages', type: 'act+jwt' };

interface Claims {
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
  async urlOf({ deliveryId, action, repId, leadId, expiresAt }: ActionLink): Promise<string> {
    const claims = { act: action, lead: leadId };
    return `${this.base}/act/${await this.tokens.sign(claims, { id: deliveryId, subject: repId, expiresAt })}`;
  }

  /** Null: we have not signed it, or not with this key. */
  async read(token: string): Promise<ReadLink | null> {
    const read = await this.tokens.read(token);
    return read && { link: linkIn(read.claims), isOver: read.isOver };
  }
}

/** @throws Error where it was signed by us and is none: somebody else signs with our key */
function linkIn({ jti = '', sub = '', act, lead, exp }: ReadToken<Claims>['claims']): ActionLink {
  if (![jti, sub, lead].every(isId) || !LINK_ACTIONS.includes(act) || exp === undefined)
    throw new Error('A link was signed that is none');
  return { deliveryId: jti, action: act, repId: sub, leadId: lead, expiresAt: exp * MS_PER_SECOND };
}
