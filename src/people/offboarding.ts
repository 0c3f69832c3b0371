/** Who gets leads: somebody, or a pool that deals them. */
export type LeadSuccessor = { readonly repId: string } | { readonly poolId: string };

/** Who takes over what from somebody who leaves; of other parts by their names. */
export interface OffboardBody {
  readonly leads?: LeadSuccessor;
  /** The manager of those whom they manage; null for none. */
  readonly reports?: { readonly managerId: string | null };
  /** When; at once by default. */
  readonly at?: string;
  readonly [part: string]: unknown;
}

/** Who gets a part other than the leads; undefined for nobody. */
export function successorOf(body: OffboardBody, part: string): string | undefined {
  return (body[part] as { readonly repId: string } | undefined)?.repId.toLowerCase();
}

/** Who gets the leads, with ids as they are kept. */
export function leadSuccessorOf({ leads }: OffboardBody): LeadSuccessor | undefined {
  if (leads === undefined) return undefined;
  return 'repId' in leads ? { repId: leads.repId.toLowerCase() } : { poolId: leads.poolId.toLowerCase() };
}
