import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import { noKey } from '../configuration/sealed-field.service.js';
import { MS_PER_SECOND, toIso } from '../platform/duration.js';
import { newId } from '../platform/ids.js';
import { refuse } from '../platform/refusal.js';
import { HandoffRoleError, HandoffStateError } from './handoff.errors.js';
import { HandoffActing, type OpenedForAction } from './handoff-acting.service.js';
import { type HandoffLink, HandoffLinks, LINK_VALID_FOR_MS, type LinkRole } from './page/handoff-links.service.js';

/** Makes links for people who have no key, to do what one party of a handoff does. */
@Injectable()
export class HandoffLinking {
  constructor(
    private readonly acting: HandoffActing,
    private readonly links: HandoffLinks,
  ) {}

  /** @param wanted `form`, or the name of a receiver: whoever makes it may do the same */
  async make(id: string, wanted: string, caller: Caller): Promise<{ url: string; expiresAt: string }> {
    if (!this.links.isReady) refuse([noKey('')]);
    let made: Omit<HandoffLink, 'handoffId' | 'keyId'> | undefined;
    await this.acting.change(id, caller, (opened) => {
      const { work, subject } = opened;
      if (subject.handoff.state === 'done' || subject.handoff.state === 'cancelled')
        throw new HandoffStateError('A link can be made only until the handoff is over', subject.handoff);
      const { role, name } = wanted === 'form' ? roleOfGiver(opened) : roleOfReceiver(opened, wanted, caller);
      // As many seconds as its signature says.
      const expiresAt = Math.floor((work.now + LINK_VALID_FOR_MS) / MS_PER_SECOND) * MS_PER_SECOND;
      made = { id: newId(work.now), role, expiresAt };
      work.record(subject, 'handoff.linked', { linkId: made.id, for: name, expiresAt: toIso(expiresAt) });
    });
    const link: HandoffLink = { ...made!, handoffId: id, keyId: caller.keyId };
    return { url: await this.links.urlOf(link), expiresAt: toIso(link.expiresAt) };
  }
}

function roleOfGiver({ role }: OpenedForAction): { role: LinkRole; name: string } {
  if (!role.gives) throw new HandoffRoleError('Whoever gives makes the link to the form.');
  return { role: 'form', name: 'form' };
}

/** By a link nobody can tell who accepts it: so whoever hands over makes none for who receives. */
function roleOfReceiver(
  { subject, role }: OpenedForAction,
  wanted: string,
  { repId }: Caller,
): { role: LinkRole; name: string } {
  const known = subject.kind.body.receivers.map(({ name }) => name);
  const place = known.findIndex((name) => name.toLowerCase() === wanted.toLowerCase()) + 1;
  if (place === 0) {
    const message = `There is no ${JSON.stringify(wanted)}: expected form, ${known.join(' or ')}.`;
    refuse([{ pointer: '/for', code: 'unknown', message }]);
  }
  if (subject.handoff.state === 'draft')
    throw new HandoffStateError('A link for a receiver can be made only once the handoff has started', subject.handoff);
  if (!role.receives.includes(place) || (repId !== null && repId === subject.ownerId))
    throw new HandoffRoleError(`This is for ${known[place - 1]}: its team, or their managers.`);
  return { role: place, name: known[place - 1]! };
}
