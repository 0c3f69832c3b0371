import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { noKey } from '../configuration/sealed-field.service.js';
import { fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import { MS_PER_SECOND, toIso } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { HandoffStateError } from './handoff.errors.js';
import { HandoffActing, type OpenedForAction } from './handoff-acting.service.js';
import { requireAct, requireActFor } from './handoff-acts.js';
import { type HandoffLink, HandoffLinks, LINK_VALID_FOR_MS, type LinkRole } from './page/handoff-links.service.js';

/** Makes links by which people without a key act as one party of a handoff. */
@Injectable()
export class HandoffLinking {
  constructor(
    private readonly acting: HandoffActing,
    private readonly links: HandoffLinks,
  ) {}

  /** @param wanted `form`, or the name of a receiver; the caller must be allowed to act for that party */
  async make(id: string, wanted: string, caller: Caller): Promise<{ url: string; expiresAt: string }> {
    if (!this.links.isReady) refuse(noKey(''));
    let made: Omit<HandoffLink, 'handoffId' | 'keyId'> | undefined;
    await this.acting.change(id, caller, (opened) => {
      const { work, subject } = opened;
      const { role, name } = wanted === 'form' ? roleOfGiver(opened) : roleOfReceiver(opened, wanted);
      // In whole seconds, as in the signature of the link.
      const expiresAt = Math.floor((work.now + LINK_VALID_FOR_MS) / MS_PER_SECOND) * MS_PER_SECOND;
      made = { id: newId(work.now), role, expiresAt };
      work.record(subject, 'handoff.linked', { linkId: made.id, for: name, expiresAt: toIso(expiresAt) });
    });
    const link: HandoffLink = { ...made!, handoffId: id, keyId: caller.keyId };
    return { url: await this.links.urlOf(link), expiresAt: toIso(link.expiresAt) };
  }
}

function roleOfGiver(opened: OpenedForAction): { role: LinkRole; name: string } {
  requireAct(opened, 'links');
  return { role: 'form', name: 'form' };
}

function roleOfReceiver(opened: OpenedForAction, wanted: string): { role: LinkRole; name: string } {
  const { subject } = opened;
  const known = subject.kind.body.receivers.map(({ name }) => name);
  const place = known.findIndex((name) => name.toLowerCase() === wanted.toLowerCase()) + 1;
  if (place === 0) {
    const message = `There is no ${JSON.stringify(wanted)}: expected form, ${known.join(' or ')}.`;
    refuse(fault('/for', 'unknown', message));
  }
  if (subject.handoff.state === 'draft')
    throw new HandoffStateError('A link for a receiver can be made only once the handoff has started', subject.handoff);
  requireActFor({ ...opened, receiver: subject.receiver(place) }, 'links');
  return { role: place, name: known[place - 1]! };
}
