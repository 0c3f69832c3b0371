import { type NewsOfAct, TOLD_SINGLY_MAX } from '../../notifications/news-of-acts.js';
import type { Instant } from '../../platform/values/duration.js';

/** The most leads that a notification lists. */
export const LISTED_MAX = 1_000;

/** What is known of the leads when a rep is told of them. */
export interface PresentLeads {
  readonly ownerOf: (leadId: string) => string | null | undefined;
  readonly isOpen: (leadId: string) => boolean;
  /** When the rep's first deadline for a lead is; null for none. */
  readonly dueOf: (leadId: string, repId: string) => Instant | null;
}

/** The lead of several that is due first. */
export interface FirstDue {
  readonly leadId: string;
  readonly dueAt: Instant;
}

/** What an act has brought a rep, summed up. */
export interface SumOfAct {
  readonly type: 'leads.moved' | 'leads.replanned';
  readonly got: number;
  readonly gone: number;
  readonly isUndone: boolean;
  /** Why they moved: a cause of assignments, or `import`; absent if their deadlines were replanned. */
  readonly cause?: string;
  /** The leads that are the rep's, the first due first. */
  readonly leadIds: readonly string[];
  readonly first: FirstDue | null;
}

/**
 * Returns what a rep is told of an act: a sum of a bulk act, and of any other that brings more than a few leads; else
 * each by itself. What has changed since in a way that is told otherwise, or by itself not at all, is left out.
 * @param news of one act, to one rep
 */
export function toldOf(
  repId: string,
  news: readonly NewsOfAct[],
  present: PresentLeads,
): { readonly sum: SumOfAct | null; readonly singly: readonly NewsOfAct[] } {
  const stillTrue = news.filter((each) => isStillTrue(each, repId, present));
  const leadIds = new Set(stillTrue.map(({ leadId }) => leadId));
  const isBulk = news.some(({ data }) => data.act !== undefined);
  if (leadIds.size === 0) return { sum: null, singly: [] };
  if (!isBulk && leadIds.size <= TOLD_SINGLY_MAX) return { sum: null, singly: stillTrue };
  return { sum: sumOf(repId, stillTrue, present), singly: [] };
}

function isStillTrue({ type, leadId }: NewsOfAct, repId: string, { ownerOf, isOpen }: PresentLeads): boolean {
  const isTheirs = ownerOf(leadId) === repId;
  return type === 'lead.movedAway' ? !isTheirs : isTheirs && isOpen(leadId);
}

function sumOf(repId: string, news: readonly NewsOfAct[], present: PresentLeads): SumOfAct {
  const gone = new Set(news.filter(({ type }) => type === 'lead.movedAway').map(({ leadId }) => leadId));
  const got = [...new Set(news.filter(({ type }) => type !== 'lead.movedAway').map(({ leadId }) => leadId))];
  const byDue = inOrderOfDue(repId, got, present);
  const { data, type } = news[0]!;
  return {
    type: type === 'sla.replanned' ? 'leads.replanned' : 'leads.moved',
    got: got.length,
    gone: gone.size,
    isUndone: data.cause === 'undone',
    ...(type !== 'sla.replanned' && { cause: data.arrival === undefined ? String(data.cause) : 'import' }),
    leadIds: byDue.slice(0, LISTED_MAX).map(({ leadId }) => leadId),
    first: firstOf(byDue),
  };
}

interface DueLead {
  readonly leadId: string;
  readonly dueAt: Instant | null;
}

/** Returns the leads of a rep in the order in which they are due; those without a deadline come last. */
export function inOrderOfDue(
  repId: string,
  leadIds: readonly string[],
  { dueOf }: Pick<PresentLeads, 'dueOf'>,
): readonly DueLead[] {
  const last = Number.POSITIVE_INFINITY;
  return leadIds
    .map((leadId) => ({ leadId, dueAt: dueOf(leadId, repId) }))
    .sort((one, other) => {
      const [first, second] = [one.dueAt ?? last, other.dueAt ?? last];
      return first === second ? 0 : first - second;
    });
}

export function firstOf([first]: readonly DueLead[]): FirstDue | null {
  return first === undefined || first.dueAt === null ? null : { leadId: first.leadId, dueAt: first.dueAt };
}
