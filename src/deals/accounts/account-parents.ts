import { type Fault, fault } from '../../platform/input/fault.js';

/** The parents of accounts, kept current while a batch of accounts is applied. */
export class AccountParents {
  private readonly parentOf: Map<string, string | null>;

  /** @param parentOf parents of all accounts that may be named as a parent, and of all above them */
  constructor(parentOf: ReadonlyMap<string, string | null>) {
    this.parentOf = new Map(parentOf);
  }

  /** @param id of the account; undefined for a new one @param parentId the parent to be; null for none */
  faultsOf(id: string | undefined, parentId: string | null): Fault[] {
    const pointer = '/parentId';
    if (parentId === null) return [];
    if (!this.parentOf.has(parentId)) return [fault(pointer, 'unknownId', `There is no account ${parentId}.`)];
    if (id === undefined || !this.lineFrom(parentId).has(id)) return [];
    const message =
      id === parentId
        ? 'An account cannot belong to itself.'
        : `Account ${parentId} belongs to this one: it cannot be above it as well.`;
    return [fault(pointer, 'ring', message)];
  }

  keep(id: string, parentId: string | null): void {
    this.parentOf.set(id, parentId);
  }

  private lineFrom(id: string): Set<string> {
    const line = new Set<string>();
    for (let at: string | null = id; at !== null && !line.has(at); at = this.parentOf.get(at) ?? null) line.add(at);
    return line;
  }
}
