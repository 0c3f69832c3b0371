import { useQuery } from '@tanstack/react-query';
import { get, type Schemas } from '../api/api.js';
import { forPeople } from '../parts/for-people.js';
import { Table } from '../parts/table.js';
import { shortDateTime, shortDay } from '../parts/times.js';
import { useNames } from '../parts/use-names.js';
import { counted } from '../parts/words.js';
import { PERIOD } from '../reports/asking.js';
import { type Query, type Report, reportOf } from '../reports/report.js';
import { useMe } from '../session/me.js';
import { figure } from './report.js';

type Counts = Pick<Schemas['ShadowRow'], 'label' | 'given' | 'would' | 'same'>;

const PATH = '/v1/reports/shadow';

/** What the routing rules would have done while they were in shadow. */
export const SHADOW: Report = reportOf<Counts>({
  name: 'Rules in shadow',
  question: 'What would the routing rules have done?',
  path: PATH,
  isInZone: true,
  asks: [PERIOD],
  rowsAre: () => 'Rep',
  empty: 'No leads of this time came in while the routing rules were in shadow.',
  counts: ({ from, timeZone }) => `Leads received in shadow since ${shortDay(from!)}, days of ${timeZone}`,
  columns: [
    { name: 'Was given', text: ({ given }) => figure(given) },
    { name: 'Would have got', text: ({ would }) => figure(would) },
    { name: 'Both', text: ({ same }) => figure(same) },
  ],
  async read(query) {
    const { data, total } = await get(PATH, { query });
    const { leads, would, same } = total;
    return {
      data,
      total,
      sentence: `Of ${counted(leads, 'lead')}, the rules would have given ${would} to a rep, ${same} of them to the rep who was given it.`,
    };
  },
  Below: Decisions,
});

/** How many leads each rule matched, and examples of leads that would have gone to another rep. */
function Decisions({ query }: { query: Query }) {
  const { timeZone } = useMe();
  const nameOf = useNames();
  const { data } = useQuery({ queryKey: ['report', 'shadow', query], queryFn: () => get(PATH, { query }) });
  if (data === undefined || data.rules.length === 0) return null;
  return (
    <>
      <h2>By rule</h2>
      <Table
        name="By rule"
        rows={data.rules}
        keyOf={({ rule }) => String(rule)}
        columns={[
          { name: 'Rule', is: 'name', cell: ({ rule }) => rule ?? 'No rule matched' },
          { name: 'Leads', is: 'number', cell: ({ leads }) => leads },
        ]}
      />
      {data.differences.length > 0 && (
        <>
          <h2>Leads that would have gone elsewhere</h2>
          <Table
            name="Leads that would have gone elsewhere"
            rows={data.differences}
            keyOf={({ leadId }) => leadId}
            columns={[
              {
                name: 'Received',
                cell: ({ at }) => shortDateTime(at, timeZone),
                href: ({ leadId }) => `/leads/${leadId}`,
              },
              { name: 'Was given', cell: ({ givenRepId }) => nameOf(givenRepId) },
              { name: 'Would have got it', cell: ({ repId }) => nameOf(repId) },
              { name: 'Why', is: 'text', cell: ({ because }) => forPeople(because) },
            ]}
          />
        </>
      )}
    </>
  );
}
