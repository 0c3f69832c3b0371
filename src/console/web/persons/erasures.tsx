import { useAuthors } from '../access/use-authors.js';
import { get, type Schemas } from '../api/api.js';
import { Paged } from '../parts/paged.js';
import { Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import { useMe } from '../session/me.js';

const ASKED_BY: Readonly<Record<Schemas['ErasureSummary']['askedBy'], string>> = {
  email: 'E-mail address',
  phone: 'Phone number',
  leadId: 'A lead',
  import: 'An import that was undone',
  submission: 'A submission that was deleted where it came from',
};

/** The erasures so far, the newest first. */
export function Erasures() {
  const { timeZone } = useMe();
  const authorOf = useAuthors();
  const pages = usePages(['erasures'], (page) => get('/v1/erasures', { query: page }));
  return (
    <section>
      <h2>Erasures</h2>
      <Paged pages={pages} empty="Nobody was erased.">
        {(rows) => (
          <Table
            name="Erasures"
            rows={rows}
            keyOf={({ id }) => id}
            columns={[
              { name: 'When', cell: ({ madeAt }) => shortDateTime(madeAt, timeZone) },
              { name: 'By', cell: ({ by }) => authorOf(by) },
              { name: 'Found by', cell: ({ askedBy }) => ASKED_BY[askedBy] },
              { name: 'Leads', is: 'number', cell: ({ leads }) => leads },
              { name: 'Why', is: 'text', cell: ({ reason }) => reason },
              { name: 'State', cell: ({ finishedAt }) => (finishedAt === null ? 'not finished: erase again' : 'done') },
            ]}
          />
        )}
      </Paged>
    </section>
  );
}
