import { Link } from 'wouter';
import { amountAlone } from '../parts/money.js';
import { Scrolls } from '../parts/scrolls.js';
import { shortDay } from '../parts/times.js';
import { CAUSES, type Contract, LINE_KINDS } from './contract-words.js';

type Line = Contract['lines'][number];

export function LinesTable({ contract }: { contract: Contract }) {
  return (
    <Scrolls name="Lines">
      <p className="count">Amounts in {contract.currency}, each for its whole period.</p>
      <table>
        <thead>
          <tr>
            <th scope="col">Product</th>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" className="number">
              Amount
            </th>
            <th scope="col" className="number">
              ARR
            </th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        {contract.lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one product differ only by their position.
          <LineRows key={place} line={line} />
        ))}
      </table>
    </Scrolls>
  );
}

function LineRows({ line }: { line: Line }) {
  const { product, kind, segments, movedToContractId, movedOn, dealId } = line;
  const name = (
    <th scope="rowgroup" rowSpan={Math.max(1, segments.length)}>
      {product}
      <br />
      <span className="count">{LINE_KINDS[kind]}</span>
      {dealId !== undefined && (
        <>
          {' · '}
          <Link href={`/deals/${dealId}`}>added by a deal</Link>
        </>
      )}
      {movedToContractId !== undefined && (
        <>
          {' · '}
          <Link href={`/contracts/${movedToContractId}`}>
            moved{movedOn !== undefined && ` on ${shortDay(movedOn)}`}
          </Link>
        </>
      )}
    </th>
  );
  if (segments.length === 0) {
    return (
      <tbody>
        <tr>
          {name}
          <td colSpan={5} />
        </tr>
      </tbody>
    );
  }
  return (
    <tbody>
      {segments.map(({ from, to, amount, arr, cause }, step) => (
        <tr key={from}>
          {step === 0 && name}
          <td>{shortDay(from)}</td>
          <td>{to === null ? 'no end' : shortDay(to)}</td>
          <td className="number">{amountAlone(amount)}</td>
          <td className="number">{arr === null ? '' : amountAlone(arr)}</td>
          <td>{CAUSES[cause]}</td>
        </tr>
      ))}
    </tbody>
  );
}
