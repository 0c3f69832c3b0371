import { Link } from 'wouter';
import type { Schemas } from '../api/api.js';
import { money } from '../parts/money.js';
import { dayIn, shortDay } from '../parts/times.js';
import { useMe } from '../session/me.js';
import { CATEGORIES, type Deal, STAGES, TYPES } from './deal-words.js';
import { DueChip } from './due-chip.js';

interface Props {
  readonly deals: readonly Deal[];
  readonly reps: readonly Schemas['Rep'][];
  /** On the page of their account. */
  readonly isOfAccount?: boolean;
}

/** Deals, each with what is due of it. */
export function DealTable({ deals, reps, isOfAccount = false }: Props) {
  return (
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">Due</th>
            <th scope="col">Deal</th>
            {!isOfAccount && <th scope="col">Account</th>}
            <th scope="col">Type</th>
            <th scope="col" className="number">
              Amount
            </th>
            <th scope="col">How sure</th>
            <th scope="col">Closes</th>
            <th scope="col">Owner</th>
            <th scope="col">Wanting</th>
          </tr>
        </thead>
        <tbody>
          {deals.map((deal) => (
            <Row key={deal.id} deal={deal} reps={reps} isOfAccount={isOfAccount} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ deal, reps, isOfAccount }: { deal: Deal; reps: Props['reps']; isOfAccount: boolean }) {
  const { timeZone } = useMe();
  const { id, name, account, type, amount, currency, stage, category, atRisk } = deal;
  const closes = deal.wonAt ?? deal.lostAt ?? deal.expectedCloseAt;
  return (
    <tr>
      <td>
        <DueChip deal={deal} />
      </td>
      <td>
        <Link href={`/deals/${id}`}>{name}</Link>
      </td>
      {!isOfAccount && <td>{account === null ? '' : <Link href={`/accounts/${account.id}`}>{account.name}</Link>}</td>}
      <td>{TYPES[type]}</td>
      <td className="number">{money(amount, currency)}</td>
      <td>
        {stage === 'open' ? CATEGORIES[category] : STAGES[stage]}
        {stage === 'open' && atRisk && ', at risk'}
      </td>
      <td>{closes === null ? '' : shortDay(dayIn(Date.parse(closes), timeZone))}</td>
      <td>{ownerNameOf(deal, reps)}</td>
      <td>{wantingOf(deal)}</td>
    </tr>
  );
}

export function ownerNameOf({ ownerRepId }: Deal, reps: Props['reps']): string {
  if (ownerRepId === null) return 'Nobody';
  return reps.find(({ id }) => id === ownerRepId)?.name ?? 'Somebody';
}

/** What keeps it from being handed over, or from having a contract. */
export function wantingOf({ handoff, contractProblem, stage }: Deal): string {
  const missing = handoff === null || handoff.missing === 0 ? [] : [`missing: ${handoff.missing}`];
  const contract = stage === 'won' && contractProblem !== null ? ['no contract'] : [];
  return [...missing, ...contract].join(', ');
}
