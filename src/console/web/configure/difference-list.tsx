import { useFormFacts } from './fields/form-context.js';
import { type Change, type Difference, differencesOf, inWords } from './schema/differences.js';

export function DifferenceList({ changes }: { changes: readonly Change[] }) {
  const differences = differencesOf(changes);
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

function InWords({ place, from, to }: Difference) {
  const { nameOf } = useFormFacts().references;
  return (
    <>
      <strong>{place.length === 0 ? 'Created' : place.map(nameOf).join(' › ')}</strong>:{' '}
      {to === undefined ? (
        <>
          <del>{inWords(from, nameOf)}</del> removed
        </>
      ) : (
        <>
          {from !== undefined && <>{inWords(from, nameOf)} → </>}
          <ins>{inWords(to, nameOf)}</ins>
        </>
      )}
    </>
  );
}
