import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { optionsOf } from '../parts/choice.js';
import { CheckField, InputField, SelectField } from '../parts/fields.js';
import { FormDialog, textOf } from '../parts/form.js';
import { DISPOSITION_REASONS } from '../parts/use-reasons.js';
import type { Import } from './import.js';
import { nameOfField, type WholeTarget } from './targets.js';

interface Props {
  readonly of: Import['of'];
  readonly column: string;
  readonly samples: readonly string[];
  readonly target: WholeTarget;
  readonly onSave: (target: WholeTarget) => Promise<void>;
  readonly onClose: () => void;
}

const FORMATS = {
  DMY: 'Dates: 3/4/2026 is in April',
  MDY: 'Dates: 3/4/2026 is in March',
  number: 'Numbers',
  boolean: 'Yes or no',
  text: 'Text',
} as const;

const STATUSES = {
  open: 'Open',
  won: 'Won',
  lost: 'Lost',
  nurture: 'For later (nurture)',
  recycle: 'For later (recycle)',
  suppress: 'Not to be contacted',
} as const;

interface MeaningProps {
  /** The field that it goes to; null for one whose values are free. */
  readonly of: string | null;
  readonly text: string;
  readonly name: string;
  readonly value: string;
}

/** What one text means: of a status and a reason, one of those that there are. */
function Meaning({ of, text, name, value }: MeaningProps) {
  const { data } = useQuery({ ...DISPOSITION_REASONS, enabled: of === 'reason' });
  const label = `${text} means`;
  const options =
    of === 'status'
      ? optionsOf(STATUSES)
      : of === 'reason'
        ? (data ?? []).map((one) => ({ id: one.code, name: one.label }))
        : null;
  if (options === null) return <InputField label={label} name={name} maxLength={1_000} defaultValue={value} />;
  return (
    <SelectField
      key={options.length}
      label={label}
      name={name}
      defaultValue={value}
      none="As it is"
      options={options}
    />
  );
}

/** What the texts of a column mean: `Converted` is `won`, `Select` is nothing. */
export function ValuesDialog({ of, column, samples, target, onSave, onClose }: Props) {
  const { to, values = {}, format } = target;
  const [more, setMore] = useState<readonly string[]>([]);
  const [next, setNext] = useState('');
  const texts = [...new Set([...Object.keys(values), ...samples, ...more])];

  async function save(form: FormData): Promise<void> {
    const entries = texts.flatMap((text, at): [string, string | null][] => {
      if (form.get(`nothing ${at}`) !== null) return [[text, null]];
      const meaning = textOf(form, `meaning ${at}`);
      return meaning === '' ? [] : [[text, meaning]];
    });
    const chosen = textOf(form, 'format');
    await onSave({
      to,
      ...(entries.length > 0 && { values: Object.fromEntries(entries) }),
      ...(chosen !== '' && { format: chosen as keyof typeof FORMATS }),
    });
  }

  function add(): void {
    if (next.trim() !== '') setMore([...more, next.trim()]);
    setNext('');
  }

  return (
    <FormDialog title={`What ${column} says`} send="Save" onSend={save} onClose={onClose}>
      <p>Goes to: {nameOfField(to, of)}. Texts are compared without capitals. What is left empty stays as it is.</p>
      {texts.map((text, at) => (
        <div key={text} className="fields">
          <Meaning of={of === 'leads' ? to : null} text={text} name={`meaning ${at}`} value={values[text] ?? ''} />
          <CheckField label={`${text} is nothing`} name={`nothing ${at}`} defaultChecked={values[text] === null} />
        </div>
      ))}
      <div className="fields">
        <InputField label="Another text of the column" value={next} onChange={({ target }) => setNext(target.value)} />
        <button type="button" onClick={add}>
          Add it
        </button>
      </div>
      <SelectField
        label="How it is read"
        name="format"
        defaultValue={format ?? ''}
        none="As its field is"
        options={optionsOf(FORMATS)}
      />
    </FormDialog>
  );
}
