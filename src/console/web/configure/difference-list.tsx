import { useFormFacts } from './fields/form-context.js';
import { type Change, type Difference, differencesOf, inWords } from './schema/differences.js';
import { IS_ID } from './schema/references.js';

export function DifferenceList({ changes }: { changes: readonly Change[] }) {
  const { fields } = useFormFacts();
  const differences = differencesOf(changes, fields);
  if (differences.length === 0) return <p>No differences.</p>;
  return (
    <ul className="differences">
      {differences.map((difference) => (
        <li key={difference.place.join('/')}>
          <InWords {...difference} />
        </li>
      ))}
    </ul>
  );
}

function InWords({ place, from, to, forms }: Difference) {
  const { nameOf } = useFormFacts().references;
  const written = { nameOf, forms };
  return (
    <>
      <strong>
        {place.length === 0 ? 'Created' : place.map((step) => (IS_ID.test(step) ? nameOf(step) : step)).join(' › ')}
      </strong>
      :{' '}
      {to === undefined ? (
        <>
          <del>{inWords(from, written)}</del> removed
        </>
      ) : (
        <>
          {from !== undefined && <>{inWords(from, written)} → </>}
          <ins>{inWords(to, written)}</ins>
        </>
      )}
    </>
  );
}
