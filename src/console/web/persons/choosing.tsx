import type { Choice } from './naming.js';

interface Props {
  readonly choices: readonly Choice[];
  readonly what: 'number' | 'address';
  /** @param who an address, or the id of a lead */
  readonly onChoose: (who: string) => void;
}

/** Warns that several people use a number or an address, and offers to go on with one of them. */
export function Choosing({ choices, what, onChoose }: Props) {
  const known = choices.filter(({ email, names }) => email !== null || names.length > 0);
  return (
    <div className="wrong" role="alert">
      <p>
        {known.length} persons seem to use this {what}: choose {what === 'number' ? 'an address or a lead' : 'a lead'}.
        What one of them is sent must not be about the others.
      </p>
      <ul className="lines">
        {choices.map(({ email, names, leadIds }) => (
          <li key={email ?? leadIds.join()}>
            {names.join(', ') || (email === null ? 'Without a name and an address' : '')}
            {email !== null && (
              <button type="button" onClick={() => onChoose(email)}>
                {email}
              </button>
            )}
            {leadIds.map((id) => (
              <button key={id} type="button" onClick={() => onChoose(id)}>
                Lead {id.slice(-6)}
              </button>
            ))}
          </li>
        ))}
      </ul>
    </div>
  );
}
