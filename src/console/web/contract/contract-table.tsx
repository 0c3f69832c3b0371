import { Link } from 'wouter';
import { shortDay } from '../parts/times.js';
import { type Contract, productsOf } from './contract-words.js';

/** The contracts of an account, and until when notice can be given of each. */
export function ContractTable({ contracts }: { contracts: readonly Contract[] }) {
  return (
    <div className="scrolls">
      <table>
        <thead>
          <tr>
            <th scope="col">Contract</th>
            <th scope="col">From</th>
            <th scope="col">Until</th>
            <th scope="col">Last day for notice</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody>
          {contracts.map((contract) => (
            <tr key={contract.id}>
              <td>
                <Link href={`/contracts/${contract.id}`}>{productsOf(contract)}</Link>
              </td>
              <td>{shortDay(contract.startsOn)}</td>
              <td>{contract.endsOn === null ? 'no end' : shortDay(contract.endsOn)}</td>
              <td>{contract.lastDayForNotice !== null && shortDay(contract.lastDayForNotice)}</td>
              <td>{afterwards(contract)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What happens at its end, as it stands. */
export function afterwards({ notice, autoRenewMonths, withdrawnAt, endsOn }: Contract): string {
  if (withdrawnAt !== null) return 'Withdrawn: its deal is not won';
  if (notice !== null) return notice.late ? 'Ends: late notice' : 'Ends: notice was given';
  if (autoRenewMonths !== null) return `Renews by itself for ${autoRenewMonths} months`;
  return endsOn === null ? 'Goes on' : 'Ends unless renewed';
}
