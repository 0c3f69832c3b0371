import { Injectable } from '@nestjs/common';
import { isId } from '../../platform/input/formats.js';
import { Secrets } from '../../platform/outbound/secrets.js';
import { SignedLinks } from '../../platform/outbound/signed-links.js';
import { Environment } from '../../platform/running/environment.js';
import { TimeSource } from '../../platform/running/time-source.js';
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
