import { forPeople } from '../parts/for-people.js';
import { Empty } from '../parts/paged.js';
import { Unread, useTitle } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { useNames } from '../parts/use-names.js';
import { useReps } from '../parts/use-reps.js';

const LOOK_MS = 30_000;

/** The active reps, and whether they get new leads now. */
export function Team() {
  useTitle('Team');
  const nameOf = useNames();
  const { data, error } = useReps({ staleTime: 0, refetchInterval: LOOK_MS });
  const active = data?.filter((rep) => rep.active);
  return (
    <section className="page wide">
      <header className="bar">
        <h1>Team</h1>
        <span className="count">{active !== undefined && `${active.length} active`}</span>
      </header>
      {active === undefined ? (
        <Unread error={error} />
      ) : active.length === 0 ? (
        <Empty title="Nobody works here yet" why="Admins add people at “Set up”." />
      ) : (
        <Table
          name="Team"
          rows={active}
          keyOf={({ id }) => id}
          columns={[
            { name: 'Rep', is: 'name', cell: ({ name }) => name, href: ({ id }) => `/team/${id}` },
            { name: 'Now', is: 'sentence', cell: ({ receiving }) => forPeople(receiving.sentence) },
            { name: 'Manager', cell: ({ managerId }) => managerId !== undefined && nameOf(managerId) },
            { name: 'E-mail', cell: ({ email }) => email },
          ]}
        />
      )}
    </section>
  );
}
