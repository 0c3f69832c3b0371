import { useQuery } from '@tanstack/react-query';
import { get, post, type Schemas } from '../api/api.js';
import { useDoing, useRefusals } from '../parts/sending.js';
import type { Resource } from './resource.js';
import { nameOfDocument } from './schema/references.js';

/** What ready-made kinds of handoff have got since kinds were made from them. */
export function Newer({ kinds }: { kinds: readonly Resource[] }) {
  const doing = useDoing([['configuration']]);
  const refused = useRefusals();
  const lacking = kinds.flatMap((kind) =>
    newerIn(kind).map((field) => ({ id: kind.id!, name: nameOfDocument(kind), field })),
  );
  const { data: readyMade } = useQuery({
    queryKey: ['ready-made-kinds'],
    queryFn: () => get('/v1/handoff-kinds/ready-made', { query: {} }),
    enabled: lacking.length > 0,
  });
  if (lacking.length === 0 || readyMade === undefined) return null;
  const add = (id: string, field: string) =>
    refused(
      doing({
        message: 'Added',
        send: () => post('/v1/handoff-kinds/{id}/newer', { path: { id }, body: { fields: [field] } }),
      }),
    );
  return (
    <section aria-labelledby="newer-title">
      <h2 id="newer-title">New in the templates</h2>
      <p>These fields are in the template of the same name by now. Adding one changes nothing else.</p>
      <ul className="lines">
        {lacking.map(({ id, name, field }) => {
          const title = titleOf(field, name, readyMade.data);
          return (
            <li key={`${id} ${field}`}>
              {name}: {title}{' '}
              <button type="button" onClick={() => void add(id, field)}>
                Add
                <span className="unseen">
                  {' '}
                  {title} to {name}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function newerIn({ newer }: Resource): readonly string[] {
  return Array.isArray(newer) ? newer.map(String) : [];
}

/** Returns the title of a field in the template of that name. */
function titleOf(field: string, name: string, readyMade: Schemas['ReadyMadeKindList']['data']): string {
  const template = readyMade.find(({ kind }) => kind.name.toLowerCase() === name.toLowerCase());
  const properties = template?.kind.form.properties as
    | Readonly<Record<string, { readonly title?: string }>>
    | undefined;
  return properties?.[field]?.title ?? field;
}
