import { Link } from 'wouter';
import { type Column, Table } from '../parts/table.js';
import { counted } from '../parts/words.js';
import { may, useMe } from '../session/me.js';
import { type ShownCell, type ShownReport, type ShownRow, stepOf } from './report.js';

interface Props {
  readonly report: ShownReport;
  readonly rowsAre: string;
  readonly empty: string;
}

/** A report as a table, with its total and the rules of its figures. */
export function ReportTable({ report, rowsAre, empty }: Props) {
  if (report.isEmpty) return <p className="empty">{empty}</p>;
  return (
    <>
      {report.sentence !== null && <p>{report.sentence}</p>}
      <Table
        name={rowsAre}
        rows={report.rows}
        total={report.total && { ...report.total, label: 'Total', href: null }}
        // Labels need not be unique.
        keyOf={(_, place) => place}
        columns={[
          {
            name: '',
            head: rowsAre,
            is: 'name',
            cell: ({ label, href }) => <Figure text={label || '(none)'} href={href} />,
          },
          ...report.columns.map(
            (name, at): Column<ShownRow> => ({
              name,
              is: 'number',
              cell: ({ cells }) => <Figure {...cells[at]!} />,
              classOf: ({ cells }) => shadeOf(cells[at]!),
            }),
          ),
        ]}
        className="figures"
      />
      {report.withheld > 0 && <Withheld />}
      {report.staleDays > 0 && (
        <p className="quiet">
          The figures of {counted(report.staleDays, 'day')} follow within minutes: many past leads have just changed.
        </p>
      )}
      {report.rules.length > 0 && (
        <details>
          <summary>How each figure is calculated</summary>
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

/** The settings decide this, where changes are recorded, so there is no switch here. */
function Withheld() {
  const where = 'Configure › Settings › Individual reports';
  return (
    <p className="count">
      Rows of other people are left out, and the total counts them. Each person sees only their own figures unless an
      admin lets managers see those of their reps, under{' '}
      {may(useMe()) ? <Link href="/configure/settings">{where}</Link> : where}.
    </p>
  );
}

const shadeOf = ({ shade }: ShownCell) => (shade === null ? undefined : `step-${stepOf(shade)}`);

function Figure({ text, bar = null, href }: Pick<ShownCell, 'text' | 'href'> & Partial<ShownCell>) {
  return (
    <>
      {bar !== null && <meter aria-hidden="true" min={0} max={1} value={bar} />}{' '}
      {href === null ? text : <Link href={href}>{text}</Link>}
    </>
  );
}
