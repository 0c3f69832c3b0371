import { Link } from 'wouter';
import { get } from '../api/api.js';
import { ListBar, Paged } from '../parts/paged.js';
import { type Column, Table } from '../parts/table.js';
import { shortDateTime } from '../parts/times.js';
import { usePages } from '../parts/use-pages.js';
import { may, useMe } from '../session/me.js';
import { type Import, stateOf, written } from './import.js';
import { SUBJECTS } from './subjects.js';

const LOOK_MS = 10_000;

/** The files from which leads and other things came, or are to come. */
export function Imports() {
  const me = useMe();
  const pages = usePages<Import>(['imports'], (page) => get('/v1/imports', { query: { limit: 100, ...page } }), {
    refetchInterval: LOOK_MS,
  });
  const columns: readonly Column<Import>[] = [
    { name: 'Name', is: 'name', cell: ({ name }) => name, href: ({ id }) => `/imports/${id}` },
    { name: 'Rows are', cell: ({ of }) => SUBJECTS[of].name },
    { name: 'State', cell: stateOf },
    { name: 'Rows', is: 'number', cell: ({ rows }) => written(rows) },
    { name: 'New', is: 'number', cell: (each) => (isTried(each) ? '' : written(each.created)) },
    { name: 'Refused', is: 'number', cell: (each) => (isTried(each) ? '' : written(each.rejected)) },
    { name: 'Made', cell: ({ createdAt }) => shortDateTime(createdAt, me.timeZone) },
  ];
  return (
    <section className="page wide">
      <ListBar title="Imports" pages={pages}>
        {may(me, 'integration') && (
          <Link href="/imports/new" className="button">
            Import a file
          </Link>
        )}
      </ListBar>
      <Paged
        pages={pages}
        empty="No imports yet"
        why="An import makes leads, accounts, reps and more of the rows of a CSV or an Excel workbook."
      >
        {(rows) => <Table name="Imports" rows={rows} columns={columns} keyOf={({ id }) => id} />}
      </Paged>
    </section>
  );
}

/** The counts of a rehearsal are of what would be. */
function isTried({ state, rehearsing }: Import): boolean {
  return rehearsing || state === 'rehearsed';
}
