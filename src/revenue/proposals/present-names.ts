import type { LineKind } from '../../forms/contract-lines.dto.js';
import { unitsOf } from '../contracts/contract.js';
import type { Proposal, ProposedChange } from './proposal.js';

interface Named {
  readonly product: string;
  readonly kind: LineKind;
  readonly amount: bigint;
}
/** What is sold or delivered, by kind and product. */
type Compared = ReadonlyMap<string, Named>;

export const keyOf = ({ product, kind }: Pick<Named, 'product' | 'kind'>) => `${kind} ${product}`;

/**
 * Returns the proposals of a deal under the names that its products have by now. A name that is neither sold nor
 * delivered any more becomes that of the only product of its kind at the same price, which was renamed.
 */
export function underPresentNames(own: readonly Proposal[], sold: Compared, delivered: Compared): readonly Proposal[] {
  const now = new Map([...delivered, ...sold]);
  const amounts = new Map(Array.from(sold, ([key, { amount }]) => [key, amount]));
  return own.map((proposal) => {
    const units = (amount: string) => unitsOf(amount, proposal.currency);
    const isSame = ({ kind, soldAmount, amount }: ProposedChange, key: string, to: Named) =>
      to.kind === kind &&
      (amounts.get(key) ?? 0n) === units(soldAmount) &&
      (amounts.has(key) || delivered.get(key)!.amount === units(amount));
    const named = new Set(proposal.changes.map(keyOf));
    const changes = proposal.changes.map((change) => {
      if (now.has(keyOf(change))) return change;
      const same = [...now].filter(([key, to]) => !named.has(key) && isSame(change, key, to));
      return same.length === 1 ? { ...change, product: same[0]![1].product } : change;
    });
    if (proposal.state === 'applied')
      for (const change of changes) {
        const more = units(change.amount) - units(change.soldAmount);
        amounts.set(keyOf(change), (amounts.get(keyOf(change)) ?? 0n) + more);
      }
    return changes.every((each, place) => each === proposal.changes[place]) ? proposal : { ...proposal, changes };
  });
}
