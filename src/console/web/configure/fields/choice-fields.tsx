import { useState } from 'react';
import { TIME_ZONES } from '../../parts/time-zones.js';
import { isList, type Json } from '../schema/json-schema.js';
import { nameOfValue } from '../schema/labels.js';
import { useFormFacts } from './form-context.js';
import { Framed } from './framed.js';
import { GroupFrame } from './group-frame.js';
import { type FieldProps, orNothing, shown } from './inputs.js';

interface Choice {
  readonly value: Json;
  readonly name: string;
}

/** From this number on, all options are rendered only on focus: in a pool of hundreds, each row offers hundreds. */
const MANY = 30;

/** A select. A value that is not among the choices stays, and is shown. */
function Select({ choices, ...props }: FieldProps & { readonly choices: readonly Choice[] }) {
  const { field, value = field.otherwise, pointer, title, onChange } = props;
  const at = choices.findIndex((choice) => choice.value === value);
  const { nameOf } = useFormFacts().references;
  const [isAtIt, setAtIt] = useState(false);
  const isUnknown = at < 0 && value !== undefined && value !== null;
  return (
    <Framed field={field} pointer={pointer} title={title}>
      {(control) => (
        <select
          {...control}
          value={isUnknown ? 'unknown' : at}
          onPointerDown={() => setAtIt(true)}
          onFocus={() => setAtIt(true)}
          onBlur={() => setAtIt(false)}
          onChange={({ target }) => onChange(choices[Number(target.value)]?.value)}
        >
          {field.otherwise === undefined && <option value={-1}>{field.isRequired ? 'Choose' : 'Not set'}</option>}
          {isUnknown && <option value="unknown">{nameOf(String(value))}</option>}
          {choices.map(
            ({ name }, index) =>
              (isAtIt || index === at || choices.length < MANY) && (
                <option key={name} value={index}>
                  {name}
                </option>
              ),
          )}
        </select>
      )}
    </Framed>
  );
}

export function ChoiceField(props: FieldProps<'choice'>) {
  const { name, values } = props.field;
  return <Select {...props} choices={values.map((value) => ({ value, name: nameOfValue(value, name) }))} />;
}

/** Offers all but the document itself: nobody is their own manager. */
export function ReferenceField(props: FieldProps<'reference'>) {
  const { references, saved } = useFormFacts();
  const choices = references.options[props.field.to].filter(({ value }) => value !== saved?.id);
  return <Select {...props} choices={choices} />;
}

/** Takes free text, because some fields accept other words as well. */
export function TimeZoneField({ field, value, pointer, onChange }: FieldProps<'timeZone'>) {
  return (
    <Framed field={field} pointer={pointer}>
      {(control) => (
        <>
          <input
            {...control}
            list={`${control.id}-zones`}
            value={shown(value)}
            autoComplete="off"
            onChange={({ target }) => onChange(orNothing(target.value))}
          />
          <datalist id={`${control.id}-zones`}>
            {TIME_ZONES.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Framed>
  );
}

export function ChoicesField({ field, value, pointer, onChange }: FieldProps<'choices'>) {
  const entries = value ?? field.otherwise;
  const chosen = isList(entries) ? entries : [];
  function choose(each: Json, isChosen: boolean): void {
    const now = field.values.filter((one) => (one === each ? isChosen : chosen.includes(one)));
    onChange(now.length === 0 && !field.isRequired && field.otherwise === undefined ? undefined : now);
  }
  return (
    <GroupFrame field={field} pointer={pointer}>
      <span className="choices">
        {field.values.map((each) => (
          <label key={String(each)} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(each)}
              onChange={({ target }) => choose(each, target.checked)}
            />
            {nameOfValue(each, field.name)}
          </label>
        ))}
      </span>
    </GroupFrame>
  );
}
