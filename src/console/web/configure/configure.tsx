import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../api/api.js';
import { useTitle } from '../parts/states.js';
import { Table } from '../parts/table.js';
import { may, useMe } from '../session/me.js';
import { KINDS, type Kind } from './kinds.js';
import { keyOf, readResources } from './resource.js';

export function Configure() {
  useTitle('Configure');
  const counts = useQueries({
    queries: KINDS.map((kind) => ({ queryKey: [...keyOf(kind), 'count'], queryFn: () => countOf(kind) })),
  });
  return (
    <section className="page">
      <h1>Configure</h1>
      <Table
        name="Kinds"
        rows={KINDS}
        keyOf={({ code }) => code}
        columns={[
          { name: 'What', cell: ({ name }) => name, href: ({ code }) => `/configure/${code}` },
          { name: 'What it is for', is: 'sentence', cell: ({ why }) => why },
          { name: 'How many', cell: (_, at) => counts[at]!.data },
        ]}
      />
      <p>
        <Link href="/connections">Connections</Link>: connect a form or a tool, and see what arrives.
      </p>
      <p>
        <Link href="/imports">Imports</Link>: leads from files.
      </p>
      <p>
        <Link href="/suppressions">Suppressions</Link>: who is not to be contacted any more.
      </p>
      <p>
        <Link href="/rates">Exchange rates</Link>: by which reports convert amounts.
      </p>
      {may(useMe()) && (
        <p>
          <Link href="/persons">Persons</Link>: what is stored about somebody, and its erasure.
        </p>
      )}
    </section>
  );
}

async function countOf(kind: Kind): Promise<string> {
  if (kind.isSingle) {
    const { rules } = (await ask('get', kind.path)) as { rules?: readonly unknown[] };
    return rules === undefined ? '' : String(rules.length);
  }
  return String((await readResources(kind)).length);
}
