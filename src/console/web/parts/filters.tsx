import type { ComponentProps } from 'react';
import { Choice, type ChoiceProps } from './choice.js';
import { SearchField } from './search-field.js';
import { given, useAddress } from './use-address.js';

/* Filters of lists and reports. They are kept in the address, under the API's names. */

interface FilterProps extends Pick<ChoiceProps, 'label' | 'options'> {
  readonly name: string;
  /** The text of the option for any value. */
  readonly any?: string;
  /** The default, which is left out of the address; otherwise the first option. */
  readonly usual?: string;
  /** A filter that cannot be combined with this one. */
  readonly instead?: string;
}

/** A select whose value is kept in the address. */
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

/** A search field, kept in the address as `q`. */
export function Find(field: Pick<ComponentProps<typeof SearchField>, 'placeholder' | 'isWhole'>) {
  const [asked, set] = useAddress();
  return <SearchField {...field} value={asked.get('q') ?? ''} onSearch={(q) => set({ q })} />;
}

interface ChipsProps {
  readonly names: readonly string[];
  readonly wordsOf: (name: string, value: string) => string;
}

/** Filters set by links from other pages. Each can be removed. */
export function Chips({ names, wordsOf }: ChipsProps) {
  const [asked, set] = useAddress();
  return Object.entries(given<Record<string, string>>(asked, names)).map(([name, value]) => (
    <button key={name} type="button" onClick={() => set({ [name]: '' })} title="Remove this filter">
      {wordsOf(name, value)} ✕
    </button>
  ));
}
