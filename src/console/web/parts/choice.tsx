interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  /** In words, that it may be any; without it one is always chosen. */
  readonly any?: string;
}

/** One of several, or any, among the filters of a page. What is chosen is offered also where nothing that is shown has it. */
export function Choice({ label, value, onChange, options, any }: Props) {
  const isKnown = value === '' || options.some(({ id }) => id === value);
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {!isKnown && <option value={value}>{value}</option>}
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export const optionsOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([id, name]) => ({ id, name }));
