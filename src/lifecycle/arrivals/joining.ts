import { isAnswered } from '../../clocks/judging-a-touch.js';
import type { Directory } from '../../directory/directory.js';
import type { DispositionRow } from '../../disposition/disposition.store.js';
import type { TouchRow } from '../../leads/activity.store.js';
import type { KnownForm } from '../../leads/inquiry.store.js';
import type { InquiryRow } from '../../leads/inquiry.table.js';
import { type LeadDocument, type LeadState, leadInputOf } from '../../leads/lead.js';
import { reviewNeededBy } from '../../leads/reading.js';
import type { PersonWay, SamePerson } from '../../leads/same-person.js';
import { type Instant, isoOrNull } from '../../platform/values/duration.js';
import { caseless } from '../../platform/values/text.js';
import { ofCycle } from '../clocks/beginning-next.js';
import { owesFirstTouch } from '../clocks/cadence.js';
import { beginOwnersClock } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { isOfPresentStay } from '../stays.js';
import { howPutAway } from '../touches/reading-touches.js';
import type { UnitOfWork } from '../unit-of-work.js';

/**
 * Reports whether a lead may take further forms of its person: one that was won or suppressed takes none. For leads that
 * were lost for good, `effectOf` decides once the lead is locked.
 */
export function takesForms({ status, relation }: Pick<SamePerson, 'status' | 'relation'>): boolean {
  return relation === 'same' && status !== 'won' && status !== 'suppressed';
}

/** The effect of a form on the existing lead of its person; `none` if the form becomes a lead of its own. */
type EffectOfInquiry = 'joined' | 'woken' | 'none';

/** @param closing the disposition of a closed lead */
export function effectOf(
  leadCase: LeadCase,
  form: LeadDocument,
  closing: DispositionRow | undefined,
  work: UnitOfWork,
): EffectOfInquiry {
  const { status, erasedAt, mergedInto } = leadCase.lead;
  if (erasedAt !== null || mergedInto !== null) return 'none';
  // Nobody can be reached by the lead, which waits for review; by the form, somebody can.
  if (reviewNeededBy(leadCase.document!) !== null && reviewNeededBy(form) === null) return 'none';
  // A rule closed it on arrival and no rep has had it, so the rules are asked about what this form says.
  if (status !== 'open' && leadCase.tenures.length === 0) return 'none';
  switch (status) {
    case 'open':
      return 'joined';
    case 'nurturing':
    case 'recycled':
      return 'woken';
    case 'lost': {
      const { byRule, reopens } = howPutAway(closing, work.directory);
      return byRule || reopens ? 'woken' : 'none';
    }
    case 'won':
    case 'suppressed':
      return 'none';
    default:
      return status satisfies never;
  }
}

/** What became of a form that is sent again. Its sender gets the answer that the first one got. */
export type SentBefore =
  | { readonly status: 'existing'; readonly id: string }
  /** It has joined a lead that its person had already. */
  | { readonly status: 'joined'; readonly id: string; readonly inquiryId: string };

export function sentBefore({ leadId: id, inquiryId }: KnownForm): SentBefore {
  return inquiryId === null ? { status: 'existing', id } : { status: 'joined', id, inquiryId };
}

/** Returns the row of a form that joins a lead. */
export function inquiryOf(
  leadCase: LeadCase,
  sent: LeadDocument,
  {
    id,
    matchedBy,
    became,
  }: { readonly id: string; readonly matchedBy: PersonWay; readonly became: 'joined' | 'woken' },
): InquiryRow {
  return {
    id,
    leadId: leadCase.lead.id,
    cycle: leadCase.lead.cycle,
    receivedAt: sent.receivedAt,
    source: sent.source,
    sourceKey: caseless(sent.source),
    externalId: sent.externalId,
    matchedBy,
    became,
    document: leadInputOf(sent),
    clickIds: sent.clickIds,
    emailKey: sent.emailKey,
    phoneKey: sent.phoneKey,
    mergedLeadId: null,
    formerConsent: null,
    withdrawnAt: null,
    createdBy: sent.createdBy,
  };
}

/** Returns the reps who are told that the person of an open lead asks again: its owner, or whoever it waits for. */
export function whoAttends(directory: Directory, lead: LeadState): readonly (string | null)[] {
  if (lead.ownerId !== null) return [lead.ownerId];
  return lead.waiting === 'claim' ? (lead.offer?.to ?? []) : [directory.ownerOfQueue(lead.queueId)];
}

/** Returns what two forms of one person consent to: what the later says, and never what either of them denies. */
export function consentOfBoth(
  earlier: LeadDocument['consent'],
  later: LeadDocument['consent'],
): LeadDocument['consent'] {
  if (earlier === null || later === null) return earlier ?? later;
  const denials = Object.entries(earlier).filter(([, value]) => value === 'denied');
  return { ...earlier, ...later, ...Object.fromEntries(denials) };
}

/** Returns the data of the event: ids and facts alone, which do not say who the person is. */
export function inquiredFacts(
  { id, source, matchedBy, became }: InquiryRow,
  { channel, campaign }: LeadDocument,
  firstTouch: FirstTouch | null,
) {
  return {
    inquiryId: id,
    source,
    ...(channel !== null && { channel }),
    ...(campaign !== null && { campaign }),
    matchedBy,
    became,
    ...(firstTouch !== null && { firstTouch }),
  };
}

/**
 * What a form means for the first touch of an open lead. `begins`: one is owed because of it. `stillOwed`: one was owed
 * already. `waits`: the lead has no owner yet. `none`: none is owed.
 */
export type FirstTouch = 'begins' | 'stillOwed' | 'waits' | 'none';

/** @param isNewDemand whether the form begins a new cycle @returns null if the lead is closed */
export function firstTouchAfter(leadCase: LeadCase, isNewDemand: boolean): FirstTouch | null {
  const { status, ownerId } = leadCase.lead;
  if (status !== 'open') return null;
  if (ownerId === null) return 'waits';
  if (owesFirstTouch(leadCase)) return 'stillOwed';
  return isNewDemand || isRestarted(leadCase) ? 'begins' : 'none';
}

/** Notifies a rep that the person of a lead has sent another form, and by when a first touch is owed, if one is. */
export function notifyOfForm(
  work: UnitOfWork,
  repId: string | null,
  leadCase: LeadCase,
  { id: inquiryId, source }: Pick<InquiryRow, 'id' | 'source'>,
  firstTouch: FirstTouch,
): void {
  const owed = ofCycle(leadCase).find(({ kind, state }) => kind === 'firstTouch' && state === 'running');
  const dueAt = isoOrNull(owed?.dueAt ?? null);
  work.notify(repId, 'lead.inquired', leadCase, { inquiryId, source, firstTouch, dueAt });
}

/**
 * Starts another first touch of the owner of an open lead when the person asks again, if the policy says so, unless one
 * is still owed.
 * @returns whether it did
 */
export function restartFirstTouch(work: UnitOfWork, leadCase: LeadCase): boolean {
  if (!isRestarted(leadCase) || owesFirstTouch(leadCase)) return false;
  beginOwnersClock(work, leadCase, { ...leadCase.assignment!, repId: leadCase.lead.ownerId });
  return true;
}

function isRestarted({ policy, assignment, lead }: LeadCase): boolean {
  return policy?.onInquiry === 'restart' && assignment !== null && lead.ownerId !== null;
}

/** Returns the number of first touches of its present owner that were owed and made. */
export function firstTouchesMade(leadCase: LeadCase): number {
  const own = leadCase.clocks.filter(
    ({ kind, assignmentId }) => kind === 'firstTouch' && isOfPresentStay(leadCase, assignmentId),
  );
  return own.filter(isAnswered).length;
}

/**
 * Reports whether nobody has answered the latest form of a lead, whose first touch was still owed when the form came,
 * but had been made before, as was reported later. The form then has the effect that it would have had.
 * @param joinedAt when the latest form joined the lead
 * @param touches those that have just been reported
 */
export function isLeftUnanswered({ lead, clocks }: LeadCase, joinedAt: Instant, touches: readonly TouchRow[]): boolean {
  // One that the touch before the form has ended was never owed, and answers nothing.
  const isOwed = clocks.some(
    ({ kind, startedAt, endReason }) =>
      kind === 'firstTouch' && startedAt >= joinedAt && endReason !== 'alreadyTouched',
  );
  const isAnsweredSince = touches.some(
    ({ leadId, counts, occurredAt }) => leadId === lead.id && counts && occurredAt >= joinedAt,
  );
  return lead.status === 'open' && !isOwed && !isAnsweredSince;
}
