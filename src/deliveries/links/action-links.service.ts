import { Injectable } from '@nestjs/common';
import { Environment } from '../../platform/environment.js';
import { isId } from '../../platform/formats.js';
import { Secrets } from '../../platform/secrets.js';
import { SignedLinks } from '../../platform/signed-links.js';
import { TimeSource } from '../../platform/time-source.js';
import { type ActionLink, isLinkAction } from './action-link.js';

/** Links in messages that act on a lead (docs/adr/0038). */
@Injectable()
export class ActionLinks extends SignedLinks<ActionLink> {
  constructor(secrets: Secrets, environment: Environment, time: TimeSource) {
    const kind = {
      purpose: 'links in messages',
      type: 'act+jwt',
      path: 'act',
      claimsOf: ({ action, repId, leadId }: ActionLink) => ({ act: action, lead: leadId, sub: repId }),
      read: ({ act, lead, sub }: { readonly act?: unknown; readonly lead?: unknown; readonly sub?: string }) =>
        isLinkAction(act) && isId(lead) && isId(sub) ? { action: act, leadId: lead, repId: sub } : null,
    };
    super(kind, secrets, environment, time);
  }
}
