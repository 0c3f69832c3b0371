import { keysOfPerson, type SamePerson } from '../leads/same-person.js';
import type { Inquiring } from './inquiring.service.js';
import type { Fresh } from './reading-arrivals.js';

/** Who has leads already, before this batch or in it. */
export class PersonsOfBatch {
  private readonly inBatch = new Map<string, SamePerson>();

  /** @param isAsked whether any of them may be of somebody who has a lead */
  constructor(
    private readonly before: ReadonlyMap<string, SamePerson>,
    private readonly isAsked: boolean,
  ) {}

  /** The form, if there is a lead of the same person. */
  formOf(each: Fresh): Inquiring | null {
    const same = this.sameAs(each);
    if (same === null) return null;
    const { leadCase, givenId, externalKeys: keys } = each;
    return { document: leadCase.document!, actor: leadCase.actor!, givenId, keys, same };
  }

  add({ leadCase: { lead, document } }: Fresh): void {
    if (lead.test || !this.isAsked) return;
    for (const [by, key] of keysOfPerson(document!))
      this.inBatch.set(`${by} ${key}`, { id: lead.id, status: 'open', ownerId: null, by });
  }

  /** The lead that a customer was won by. */
  boughtBefore({ leadCase }: Fresh): SamePerson | null {
    const same = this.before.get(leadCase.lead.id);
    return same?.status === 'won' && leadCase.lead.duplicateOf === same.id ? same : null;
  }

  private sameAs({ leadCase: { lead, document }, duplicates }: Fresh): SamePerson | null {
    if (duplicates === 'separate') return null;
    const keys = keysOfPerson(document!).map(([by, key]) => `${by} ${key}`);
    const inBatch = keys.map((key) => this.inBatch.get(key)).find((same) => same !== undefined);
    const before = this.before.get(lead.id) ?? null;
    // One that only just came in is open.
    return inBatch !== undefined && before?.status !== 'open' ? inBatch : before;
  }
}
