import { useQueries } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ask } from '../api/api.js';
import { useTitle } from '../parts/states.js';
import { KINDS, type Kind } from './kinds.js';
import { keyOf, readPage } from './resource.js';

/** All that can be configured. */
export function Configure() {
  useTitle('Configure');
  const counts = useQueries({
    queries: KINDS.map((kind) => ({ queryKey: [...keyOf(kind), 'count'], queryFn: () => countOf(kind) })),
  });
  return (
    <section className="page">
      <h1>Configure</h1>
      <div className="scrolls">
        <table className="kinds">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">What it is for</th>
              <th scope="col">How many</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.map(({ code, name, why }, at) => (
              <tr key={code}>
                <td>
                  <Link href={`/configure/${code}`}>{name}</Link>
                </td>
                <td>{why}</td>
                <td>{counts[at]!.data}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

async function countOf(kind: Kind): Promise<string> {
  if (kind.isSingle) {
    const { rules } = (await ask('get', kind.path)) as { rules?: readonly unknown[] };
    return rules === undefined ? '' : String(rules.length);
  }
  const { data, nextCursor } = await readPage(kind);
  return `${data.length}${nextCursor === null ? '' : ' and more'}`;
}
