import type { Schemas } from '../api/api.js';
import { useNames } from '../parts/use-names.js';
import { usePools } from '../parts/use-pools.js';
import { counted, titled } from '../parts/words.js';

/** Who takes over one kind of thing: one of these is given. */
export interface Successor {
  readonly repId?: string;
  readonly poolId?: string;
  readonly managerId?: string | null;
}

/** By the field of what they take over. */
export type Successors = Readonly<Record<string, Successor | undefined>>;

interface Props {
  readonly offboarding: Schemas['Offboarding'];
  readonly successors: Successors;
}

/** The lines that say how much of what a leaver has goes to whom. What has no successor is left out. */
export function HandedOver({ offboarding: { owned, reports }, successors }: Props) {
  const nameOf = useNames();
  const pools = usePools();
  const nameIn = ({ repId, poolId, managerId = null }: Successor) =>
    poolId === undefined ? nameOf(repId ?? managerId) : `the pool ${pools.find(({ id }) => id === poolId)?.name ?? ''}`;
  return (
    <>
      {owned.map(({ what, count }) => {
        const to = successors[what];
        if (to === undefined || count === 0) return null;
        return (
          <li key={what}>
            {titled(what)}: {counted(count, 'is', 'are')} handed over to {nameIn(to)}
          </li>
        );
      })}
      {successors.reports && (
        <li>
          Next manager of {reports.map(nameOf).join(', ') || 'their teams'}: {nameIn(successors.reports)}
        </li>
      )}
    </>
  );
}
