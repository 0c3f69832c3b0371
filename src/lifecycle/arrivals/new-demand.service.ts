import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { ActivityStore } from '../../leads/activity.store.js';
import { type Instant, MS_PER_DAY } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { owedAcceptance } from '../clocks/accepting.js';
import { owesFirstTouch } from '../clocks/cadence.js';
import { firstMatching } from '../clocks/lead-clocks.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { TransactionContext } from '../lifecycle.service.js';
import { OpenDeals } from '../open-deals.service.js';
import { Suppressing } from './suppressing.service.js';

/** How long after a conversation a form of its person belongs to it. */
const CONVERSATION_MS = MS_PER_DAY;

/** Tells whether the person of a lead who asked at an instant begins a new cycle of it. */
export type IsNewDemand = (leadCase: LeadCase, askedAt: Instant) => boolean;

/** Tells forms that begin a new cycle of an open lead from those that only join it. */
@Injectable()
export class NewDemand {
  constructor(
    private readonly activity: ActivityStore,
    private readonly cases: LeadCases,
    private readonly openDeals: OpenDeals,
    private readonly suppressing: Suppressing,
  ) {}

  /**
   * Reads what decides whether forms begin a new cycle: the policies say so, and nobody owes the person a first touch,
   * nor has spoken to them within a day before. While somebody sells to a person, what is promised of the deal goes on
   * instead; and nobody is to contact a person who is suppressed.
   * @param since when the earliest of the forms came
   */
  async read(
    { tx, now, directory }: TransactionContext,
    cases: readonly LeadCase[],
    since: Instant,
  ): Promise<IsNewDemand> {
    const unanswered = cases.filter(isUnanswered);
    if (unanswered.length === 0) return never;
    await this.cases.readDocuments(tx, unanswered);
    const possible = unanswered.filter((leadCase) => isAskedFor(directory, leadCase));
    if (possible.length === 0) return never;
    const ids = pluck(possible, 'subjectId');
    const spoken = await this.activity.latestSpoken(tx, ids, since - CONVERSATION_MS);
    const deals = await this.openDeals.find(tx, ids);
    const suppressed = await this.suppressing.ofOpen(tx, possible, now);
    const asked = new Set(possible.filter(({ subjectId }) => !deals.has(subjectId) && !suppressed.has(subjectId)));
    return (leadCase, askedAt) => {
      const spokenAt = spoken.get(leadCase.subjectId);
      return asked.has(leadCase) && (spokenAt === undefined || spokenAt < askedAt - CONVERSATION_MS);
    };
  }
}

const never: IsNewDemand = () => false;

/**
 * Reports whether nobody owes the person of an open lead a first touch or has to accept the lead. A lead that waits has
 * nobody who could owe anything yet.
 */
function isUnanswered(leadCase: LeadCase): boolean {
  const { status, ownerId } = leadCase.lead;
  return status === 'open' && ownerId !== null && !owesFirstTouch(leadCase) && owedAcceptance(leadCase) === undefined;
}

/**
 * Reports whether its policy wants it. A lead without a policy, such as one that was brought along, is asked by the
 * policies anew; in its present cycle no first touch can be restarted.
 */
function isAskedFor({ content }: Directory, { policy, document }: LeadCase): boolean {
  const asked = policy ?? firstMatching(content, document!);
  return asked?.onInquiry === 'renew' || (asked?.onInquiry === 'restart' && policy === null);
}
