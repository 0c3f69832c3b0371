export type LeadSuccessor = { readonly repId: string } | { readonly poolId: string };

/** The successors of a rep who leaves. Other parts than those below are keyed by their names. */
export interface OffboardBody {
  readonly leads?: LeadSuccessor;
  /** The new manager of their reports; null for none. */
  readonly reports?: { readonly managerId: string | null };
  /** When they leave; at once by default. */
  readonly at?: string;
  readonly [part: string]: unknown;
}

/** Returns the successor for a part other than the leads, or undefined if there is none. */
export function successorOf(body: OffboardBody, part: string): string | undefined {
  return (body[part] as { readonly repId: string } | undefined)?.repId.toLowerCase();
}

export function leadSuccessorOf({ leads }: OffboardBody): LeadSuccessor | undefined {
  if (leads === undefined) return undefined;
  return 'repId' in leads ? { repId: leads.repId.toLowerCase() } : { poolId: leads.poolId.toLowerCase() };
}
