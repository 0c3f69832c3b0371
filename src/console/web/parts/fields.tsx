import type { ComponentProps, ReactNode } from 'react';
import { type Option, Options } from './choice.js';
import { FaultAt } from './faults.js';
import { TIME_ZONES } from './time-zones.js';

/* Controls of forms with their labels. Each shows what the server found wrong with it. */

interface Labelled {
  readonly label: string;
  /** The pointers of the value in the request; by default that of a field of the control's name. */
  readonly at?: string | readonly string[] | undefined;
}

function Field({ label, at, name, children }: Labelled & { name: string | undefined; children: ReactNode }) {
  const pointers = at ?? (name ? `/${name}` : []);
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the children are its control.
    <label>
      {label}
      {children}
      {[pointers].flat().map((pointer) => (
        <FaultAt key={pointer} at={pointer} />
      ))}
    </label>
  );
}

export function InputField({ label, at, ...input }: Labelled & ComponentProps<'input'>) {
  return (
    <Field label={label} at={at} name={input.name}>
      <input {...input} />
    </Field>
  );
}

export function TextAreaField({ label, at, ...area }: Labelled & ComponentProps<'textarea'>) {
  return (
    <Field label={label} at={at} name={area.name}>
      <textarea {...area} />
    </Field>
  );
}

interface SelectProps extends Labelled, Omit<ComponentProps<'select'>, 'children'> {
  readonly options?: readonly Option[];
  /** More options, by the names of their groups. */
  readonly groups?: Readonly<Record<string, readonly Option[]>>;
  /** The text of an empty option. */
  readonly none?: string;
}

/** A select. If it is required, nothing is chosen by default. */
export function SelectField({ label, at, options = [], groups = {}, none, defaultValue, ...select }: SelectProps) {
  const offered = [...options, ...Object.values(groups).flat()];
  const isOffered = offered.some(({ id }) => id === defaultValue);
  const preset = isOffered ? { defaultValue } : select.required && { defaultValue: '' };
  return (
    <Field label={label} at={at} name={select.name}>
      {/* A select takes its default only when it is made, and its options may be read later. */}
      <select key={String(isOffered)} {...preset} {...select}>
        {select.required && (
          <option value="" disabled>
            Choose
          </option>
        )}
        {none !== undefined && <option value="">{none}</option>}
        <Options of={options} />
        {Object.entries(groups).map(([name, of]) => (
          <optgroup key={name} label={name}>
            <Options of={of} />
          </optgroup>
        ))}
      </select>
    </Field>
  );
}

/** A checkbox, with its label behind it. */
export function CheckField({ label, ...input }: { label: ReactNode } & ComponentProps<'input'>) {
  return (
    <label className="check">
      <input type="checkbox" {...input} />
      {label}
    </label>
  );
}

interface ChoicesProps {
  readonly legend: string;
  readonly options: readonly Option[];
  /** Returns the properties of an option's radio button or checkbox. */
  readonly inputOf: (id: string) => ComponentProps<'input'>;
}

/** Radio buttons or checkboxes in a row. */
export function Choices({ legend, options, inputOf }: ChoicesProps) {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map(({ id, name }) => (
        <label key={id} className="choice">
          <input {...inputOf(id)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

export function TimeZoneField({ name, value }: { name: string; value: string }) {
  const options = TIME_ZONES.map((id) => ({ id, name: id.replaceAll('_', ' ') }));
  return <SelectField label="Time zone" name={name} defaultValue={value} options={options} />;
}
