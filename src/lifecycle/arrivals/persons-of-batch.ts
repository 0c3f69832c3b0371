import { keysOfPerson, type SamePerson } from '../../leads/same-person.js';
import type { JoiningForm } from './joining.service.js';
import type { ValidArrival } from './reading-arrivals.js';

/** Finds the leads of the same person, from before this batch or from earlier in it. */
export class PersonsOfBatch {
  private readonly inBatch = new Map<string, SamePerson>();

  /** @param isWanted whether leads of the same person are looked for at all */
  constructor(
    private readonly before: ReadonlyMap<string, SamePerson>,
    private readonly isWanted: boolean,
  ) {}

  /** Returns the form, if its person has a lead already. */
  formOf(each: ValidArrival): JoiningForm | null {
    const same = this.sameAs(each);
    if (same === null) return null;
    const { leadCase, givenId, externalKeys: keys } = each;
    return { document: leadCase.document!, actor: leadCase.actor!, givenId, keys, same };
  }

  add({ leadCase: { lead, document } }: ValidArrival): void {
    if (lead.test || !this.isWanted) return;
    for (const [by, key] of keysOfPerson(document!))
      this.inBatch.set(`${by} ${key}`, { id: lead.id, status: 'open', ownerId: null, by });
  }

  /** Returns the lead by which the person became a customer, if this one repeats it. */
  boughtBefore({ leadCase }: ValidArrival): SamePerson | null {
    const same = this.before.get(leadCase.lead.id);
    return same?.status === 'won' && leadCase.lead.duplicateOf === same.id ? same : null;
  }

  private sameAs({ leadCase: { lead, document }, duplicates }: ValidArrival): SamePerson | null {
    if (duplicates === 'separate') return null;
    const keys = keysOfPerson(document!).map(([by, key]) => `${by} ${key}`);
    const inBatch = keys.map((key) => this.inBatch.get(key)).find((same) => same !== undefined);
    const before = this.before.get(lead.id) ?? null;
    // A lead from earlier in the batch is open.
    return inBatch !== undefined && before?.status !== 'open' ? inBatch : before;
  }
}
