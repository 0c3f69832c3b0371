import type { Schemas } from '../../api/api.js';
import { DecideOnArrow, type Decision, type DecisionOnArrow } from './actions.js';

type DrawnArrow = Pick<Schemas['LeadMapArrow'], 'between' | 'words' | 'isWorst' | 'why'>;

interface Props<Arrow> {
  readonly arrows: readonly Arrow[];
  readonly became: string;
  readonly moneyOf?: (arrow: Arrow) => string;
  /** The decision about an arrow that is offered beside it; null for none. */
  readonly decisionOf: (arrow: Arrow) => DecisionOnArrow | null;
  /** Absent if nothing can be decided. */
  readonly onDecide: ((decision: Decision) => void) | undefined;
}

/** The arrows of a map, with what its drawing says of them. */
export function Arrows<Arrow extends DrawnArrow>({ arrows, became, moneyOf, decisionOf, onDecide }: Props<Arrow>) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">From and to</th>
          <th scope="col">{became}</th>
          {moneyOf && <th scope="col">Money behind it</th>}
        </tr>
      </thead>
      <tbody>
        {arrows.map((arrow) => (
          <tr key={arrow.between}>
            <th scope="row" className="text">
              {arrow.between}
              {arrow.isWorst && <strong> · the worst</strong>}{' '}
              <DecideOnArrow decision={decisionOf(arrow)} onDecide={onDecide} />
            </th>
            <td className="text">
              {arrow.words.length === 0 ? 'Nothing in this time' : arrow.words.join('; ')}
              {arrow.why !== null && `. ${arrow.why}`}
            </td>
            {moneyOf && <td className="text">{moneyOf(arrow)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
