import { Choice, type ChoiceProps } from './choice.js';
import { SearchField } from './search-field.js';
import { given, useAddress } from './use-address.js';

/*
 * What narrows a list or a report stands in the address, by the names that the API has for it.
 */

interface FilterProps extends Pick<ChoiceProps, 'label' | 'options'> {
  readonly name: string;
  /** In words, that it may be any. */
  readonly any?: string;
  /** What holds where nothing is chosen, and stands in no address; by default any, or the first. */
  readonly usual?: string;
  /** What is not asked together with it. */
  readonly instead?: string;
}

/** One of several, which stands in the address. */
export function Filter({ name, label, options, any, usual, instead }: FilterProps) {
  const [asked, set] = useAddress();
  const offered = any === undefined ? options : [{ id: '', name: any }, ...options];
  const without = usual ?? offered[0]?.id ?? '';
  return (
    <Choice
      label={label}
      value={asked.get(name) ?? without}
      options={offered}
      onChange={(id) => set({ ...(instead !== undefined && { [instead]: '' }), [name]: id === without ? '' : id })}
    />
  );
}

/** Words to search for, as `q`. */
export function Find({ placeholder }: { placeholder: string }) {
  const [asked, set] = useAddress();
  return <SearchField value={asked.get('q') ?? ''} placeholder={placeholder} onSearch={(q) => set({ q })} />;
}

interface ChipsProps {
  readonly names: readonly string[];
  readonly wordsOf: (name: string, value: string) => string;
}

/** What other pages ask for, beside what can be chosen on this one; each can be taken away again. */
export function Chips({ names, wordsOf }: ChipsProps) {
  const [asked, set] = useAddress();
  return Object.entries(given<Record<string, string>>(asked, names)).map(([name, value]) => (
    <button key={name} type="button" onClick={() => set({ [name]: '' })} title="Take this away">
      {wordsOf(name, value)} ✕
    </button>
  ));
}
