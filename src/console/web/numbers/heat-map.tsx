import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { get, type Schemas } from '../api/api.js';
import { Choice, optionsOf } from '../parts/choice.js';
import { percent } from '../parts/money.js';
import { stepOf } from '../parts/report.js';
import { span } from '../parts/times.js';
import { titled } from '../parts/words.js';
import type { Asked } from './report.js';

type Row = Schemas['SpeedToLeadRow'];
type Shown = 'leads' | 'attainment' | 'median';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const NAMES: Readonly<Record<Shown, string>> = { leads: 'Leads', attainment: 'In time', median: 'Half called within' };
const TEXTS: Readonly<Record<Shown, (row: Row) => string>> = {
  leads: ({ leads }) => String(leads),
  attainment: ({ attainment }) => percent(attainment),
  median: ({ elapsed }) => span(elapsed.medianSeconds),
};
const FIGURES: Readonly<Record<Shown, (row: Row) => number | null>> = {
  leads: ({ leads }) => leads,
  attainment: ({ attainment }) => attainment,
  median: ({ elapsed }) => elapsed.medianSeconds,
};

/** When do leads come, and when are we slow? A table of hours and weekdays, shaded in five steps. */
export function HeatMap({ asked }: { asked: Asked }) {
  const [shown, setShown] = useState<Shown>('leads');
  const query = { ...asked, by: 'weekday,hour' };
  const { data } = useQuery({
    queryKey: ['report', 'weekday,hour', query],
    queryFn: () => get('/v1/reports/speed-to-lead', { query }),
  });
  if (data === undefined || data.data.length === 0) return null;
  const cells = new Map(data.data.map((row) => [placeOf(row), row]));
  const largest = Math.max(...data.data.map((row) => FIGURES[shown](row) ?? 0));
  return (
    <figure className="scrolls">
      <figcaption className="bar">
        <h2>By hour and weekday</h2>
        <Choice label="Shown" value={shown} onChange={(value) => setShown(value as Shown)} options={optionsOf(NAMES)} />
      </figcaption>
      <table className="heat">
        <thead>
          <tr>
            <td />
            {Array.from({ length: 24 }, (_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number.
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <tr key={day}>
              <th scope="row">{titled(day)}</th>
              {Array.from({ length: 24 }, (_, hour) => {
                const row = cells.get(`${day} ${hour}`);
                const figure = row === undefined ? null : FIGURES[shown](row);
                const step = stepOf(figure === null || largest === 0 ? null : figure / largest);
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number.
                  <td key={hour} className={`step-${step}`}>
                    {row !== undefined && TEXTS[shown](row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

const placeOf = ({ key }: Row) => `${key.weekday} ${key.hour}`;
