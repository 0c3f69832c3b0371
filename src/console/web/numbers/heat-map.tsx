import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { Choice, optionsOf } from '../parts/choice.js';
import { percent } from '../parts/money.js';
import { type Column, Table } from '../parts/table.js';
import { span } from '../parts/times.js';
import { titled } from '../parts/words.js';
import { barOf, type InTime, inTime } from '../reports/in-time.js';
import { type Query, stepOf } from '../reports/report.js';
import { may, useMe } from '../session/me.js';

type Row = Schemas['SpeedToLeadRow'];
type Shown = 'leads' | 'inTime' | 'median';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const NAMES: Readonly<Record<Shown, string>> = { leads: 'Leads', inTime: 'In time', median: 'Median' };
const TEXTS: Readonly<Record<Shown, (row: Row) => string>> = {
  leads: ({ leads }) => String(leads),
  inTime: ({ leadsInTime }) => percent(leadsInTime.share),
  median: ({ elapsed }) => span(elapsed.medianSeconds),
};
const FIGURES: Readonly<Record<Shown, (row: Row) => number | null>> = {
  leads: ({ leads }) => leads,
  inTime: ({ leadsInTime }) => barOf(leadsInTime),
  median: ({ elapsed }) => elapsed.medianSeconds,
};

/** Cells are too narrow for the number of leads that a share is of. */
function titleOf(shown: Shown, { leadsInTime, touched }: Row): string {
  if (shown === 'inTime') return inTime((found: InTime) => found).text(leadsInTime);
  return shown === 'median' ? `of ${touched} answers` : '';
}

export function HeatMap({ query: asked }: { query: Query }) {
  const [shown, setShown] = useState<Shown>('leads');
  const names = may(useMe(), 'read') ? NAMES : { ...NAMES, leads: 'To answer' };
  const query = { ...asked, by: 'weekday,hour' };
  const { data } = useQuery({
    queryKey: ['report', 'weekday,hour', query],
    queryFn: () => get('/v1/reports/speed-to-lead', { query }),
  });
  if (data === undefined || data.data.length === 0) return null;
  const cells = new Map(data.data.map((row) => [`${row.key.weekday} ${row.key.hour}`, row]));
  const largest = Math.max(...data.data.map((row) => FIGURES[shown](row) ?? 0));
  const stepAt = (row: Row | undefined) =>
    stepOf(row === undefined || largest === 0 ? null : (FIGURES[shown](row) ?? 0) / largest);
  const columnOf = (hour: number): Column<string> => {
    const at = (day: string) => cells.get(`${day} ${hour}`);
    return {
      name: String(hour),
      cell: (day) => at(day) && <span title={titleOf(shown, at(day)!)}>{TEXTS[shown](at(day)!)}</span>,
      classOf: (day) => `step-${stepAt(at(day))}`,
    };
  };
  return (
    <figure>
      <figcaption className="bar">
        <h2>By hour and weekday</h2>
        <Choice label="Shown" value={shown} onChange={(value) => setShown(value as Shown)} options={optionsOf(names)} />
      </figcaption>
      <Table
        name="By hour and weekday"
        className="heat"
        rows={DAYS}
        keyOf={(day) => day}
        columns={[
          { name: 'Day', is: 'name', cell: titled },
          ...Array.from({ length: 24 }, (_, hour) => columnOf(hour)),
        ]}
      />
    </figure>
  );
}
