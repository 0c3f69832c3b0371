export interface Option {
  readonly id: string;
  readonly name: string;
}

export function Options({ of }: { of: readonly Option[] }) {
  return of.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
}

export const optionsOf = (words: Readonly<Record<string, string>>): readonly Option[] =>
  Object.entries(words).map(([id, name]) => ({ id, name }));

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly Option[];
}

/** A select outside of forms. The present value is offered even if it is not among the options. */
export function Choice({ label, value, onChange, options }: ChoiceProps) {
  const isKnown = value === '' || options.some(({ id }) => id === value);
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {!isKnown && <option value={value}>{value}</option>}
        <Options of={options} />
      </select>
    </label>
  );
}
