interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  /** In words, that it may be any; without it one is always chosen. */
  readonly any?: string;
}

/** One of several, or any, among the filters of a page. */
export function Choice({ label, value, onChange, options, any }: Props) {
  return (
    <label>
      <span className="unseen">{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
