interface Props {
  readonly label: string;
  /** What is said where nothing is chosen. */
  readonly any: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What can be chosen, with its name. */
  readonly options: Readonly<Record<string, string>>;
}

/** Narrows a list. What is chosen is offered also where nothing that is shown has it. */
export function FilterChoice({ label, any, value, onChange, options }: Props) {
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{any}</option>
        {Object.entries({ ...(value !== '' && { [value]: value }), ...options }).map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
