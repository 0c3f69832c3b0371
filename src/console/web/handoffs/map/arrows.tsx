import type { Schemas } from '../../api/api.js';

type DrawnArrow = Pick<Schemas['LeadMapArrow'], 'between' | 'words' | 'isWorst' | 'why'>;

interface Props<Arrow> {
  readonly arrows: readonly Arrow[];
  readonly became: string;
  readonly moneyOf?: (arrow: Arrow) => string;
}

/** The arrows of a map, with what its drawing says of them. */
export function Arrows<Arrow extends DrawnArrow>({ arrows, became, moneyOf }: Props<Arrow>) {
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
              {arrow.isWorst && <strong> · the worst</strong>}
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
