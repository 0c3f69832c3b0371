import { Link } from 'wouter';
import { type ShownReport, type ShownRow, stepOf } from './report.js';
import { Scrolls } from './scrolls.js';

interface Props {
  readonly report: ShownReport;
  /** What the rows are, and what is said where there is none. */
  readonly rowsAre: string;
  readonly empty: string;
}

/** A report as a table, with its total below, and the rule of each figure. */
export function ReportTable({ report, rowsAre, empty }: Props) {
  if (report.rows.length === 0 && report.withheld === 0) return <p className="empty">{empty}</p>;
  return (
    <>
      {report.sentence !== null && <p>{report.sentence}</p>}
      <Scrolls name={rowsAre}>
        <table className="figures">
          <thead>
            <tr>
              <th scope="col">{rowsAre}</th>
              {report.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: several rows may be called the same.
              <Row key={place} row={row} columns={report.columns} />
            ))}
          </tbody>
          {report.total !== null && (
            <tfoot>
              <Row row={{ ...report.total, label: 'In all', href: null }} columns={report.columns} />
            </tfoot>
          )}
        </table>
      </Scrolls>
      {report.withheld > 0 && <Withheld />}
      {report.rules.length > 0 && (
        <details>
          <summary>How each figure is worked out</summary>
          <dl className="facts">
            {report.rules.map(([column, rule]) => (
              <div key={column}>
                <dt>{column}</dt>
                <dd>{rule}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

/** Whoever changes that does so in the settings, where it is kept who did. */
function Withheld() {
  return (
    <p className="count">
      Figures of other people are left out: they are for themselves, as long as the settings say so (individual
      reports). The total counts them.
    </p>
  );
}

function Row({ row: { label, href, cells }, columns }: { row: ShownRow; columns: readonly string[] }) {
  const name = label === '' ? '(none)' : label;
  return (
    <tr>
      <th scope="row">{href === null ? name : <Link href={href}>{name}</Link>}</th>
      {cells.map((cell, index) => (
        <td key={columns[index]} className={cell.shade === null ? undefined : `step-${stepOf(cell.shade)}`}>
          {cell.bar !== null && <meter aria-hidden="true" min={0} max={1} value={cell.bar} />}{' '}
          {cell.href === null ? cell.text : <Link href={cell.href}>{cell.text}</Link>}
        </td>
      ))}
    </tr>
  );
}
