import { type ComponentType, useState } from 'react';
import { pointerTo } from '../../parts/json-pointer.js';
import { shortDateTime } from '../../parts/times.js';
import { lowered } from '../../parts/words.js';
import { useMe } from '../../session/me.js';
import {
  blankOf,
  type Field,
  type FieldKind,
  type FieldOf,
  isGroup,
  nameOfVariant,
  variantOf,
  withChosen,
} from '../schema/field.js';
import { isObject, type Json, type JsonObject, withField } from '../schema/json-schema.js';
import { ChoiceField, ChoicesField, ReferenceField, TimeZoneField } from './choice-fields.js';
import { ConditionField } from './condition-field.js';
import { setAtOf, useFormFacts } from './form-context.js';
import { Hint } from './framed.js';
import { GroupFrame, removal } from './group-frame.js';
import { HoursField } from './hours-field.js';
import {
  BooleanField,
  DateField,
  DurationField,
  type FieldProps,
  InstantField,
  JsonField,
  LinesField,
  NumberField,
  SecretField,
  TextField,
} from './inputs.js';
import { ListField } from './list-field.js';
import { MapField } from './map-field.js';

const VIEWS: { readonly [Kind in FieldKind]: ComponentType<FieldProps<Kind>> } = {
  text: TextField,
  secret: SecretField,
  number: NumberField,
  boolean: BooleanField,
  timeZone: TimeZoneField,
  date: DateField,
  instant: InstantField,
  duration: DurationField,
  choice: ChoiceField,
  choices: ChoicesField,
  reference: ReferenceField,
  lines: LinesField,
  hours: HoursField,
  json: JsonField,
  condition: ConditionField,
  object: ObjectField,
  list: ListField,
  map: MapField,
  variants: VariantsField,
};

export function FieldView(props: FieldProps) {
  const View = VIEWS[props.field.kind] as ComponentType<FieldProps>;
  return <View {...props} />;
}

interface FieldsProps extends Pick<FieldOf<'object'>, 'fields'> {
  readonly value: JsonObject;
  readonly pointer: string;
  readonly onChange: (value: JsonObject) => void;
}

/** The fields of an object. Optional groups that are absent can be added. */
export function Fields({ fields, value, pointer, onChange }: FieldsProps) {
  const facts = useFormFacts();
  const isStored = ({ name }: Field) => pointer === '' && typeof setAtOf(facts, name) === 'string';
  const isThere = (field: Field) =>
    isStored(field) ||
    !isGroup(field) ||
    field.isRequired ||
    field.otherwise !== undefined ||
    value[field.name] !== undefined;
  const missing = fields.filter((field) => !isThere(field));
  const set = (field: Field, inner: Json | undefined) => onChange(withField(value, field.name, inner));
  return (
    <>
      {fields.filter(isThere).map((field) => {
        const View = isGroup(field) && isStored(field) ? StoredField : FieldView;
        return (
          <View
            key={field.name}
            field={field}
            value={value[field.name]}
            pointer={pointerTo(pointer, field.name)}
            onChange={(inner) => set(field, inner)}
          />
        );
      })}
      {missing.length > 0 && (
        <p className="buttons">
          {missing.map((field) => (
            <button key={field.name} type="button" title={field.hint} onClick={() => set(field, blankOf(field))}>
              Add {lowered(field.title)}
            </button>
          ))}
        </p>
      )}
    </>
  );
}

/** Secrets that are stored, and never shown. They stay, are replaced as a whole, or are removed. */
function StoredField(props: FieldProps) {
  const { field, value, pointer, onChange } = props;
  const facts = useFormFacts();
  const { timeZone } = useMe();
  const keep = value !== undefined && (
    <button type="button" onClick={() => onChange(undefined)}>
      Keep the stored ones
    </button>
  );
  if (value !== undefined && value !== null)
    return (
      <>
        <FieldView {...props} field={{ ...field, isRequired: true }} />
        <p className="buttons">{keep}</p>
      </>
    );
  return (
    <GroupFrame field={field} pointer={pointer}>
      <p>
        {value === null ? 'They will be removed.' : `Set on ${shortDateTime(setAtOf(facts, field.name)!, timeZone)}.`}
      </p>
      <p className="buttons">
        {keep || (
          <>
            <button type="button" onClick={() => onChange(blankOf(field))}>
              Replace
            </button>
            <button type="button" onClick={() => onChange(null)}>
              Remove
            </button>
          </>
        )}
      </p>
    </GroupFrame>
  );
}

function ObjectField(props: FieldProps<'object'>) {
  const { field, value, pointer, title, onChange } = props;
  const Inner = field.isOneOf ? ChosenField : Fields;
  return (
    <GroupFrame
      field={field.isOneOf ? { ...field, hint: '' } : field}
      pointer={pointer}
      title={title}
      onRemove={removal(props)}
    >
      <Inner
        fields={field.fields}
        title={title ?? field.title}
        value={objectIn(value) ?? objectIn(field.otherwise) ?? {}}
        pointer={pointer}
        onChange={onChange}
      />
    </GroupFrame>
  );
}

/** One of the fields, which the user chooses first, and those that belong to it. */
function ChosenField({ fields, title, value, pointer, onChange }: FieldsProps & { readonly title: string }) {
  const choices = fields.filter(({ beside }) => beside === undefined);
  const chosen = choices.findIndex(({ name }) => value[name] !== undefined);
  const meant = fields.filter(
    (field) => field === choices[chosen] || field.beside?.some((name) => value[name] !== undefined),
  );
  const set = (field: Field, inner: Json | undefined) => onChange(withChosen(fields, value, field, inner));
  return (
    <>
      <select
        aria-label={title}
        value={chosen}
        onChange={({ target }) => {
          const field = choices[Number(target.value)]!;
          set(field, blankOf(field));
        }}
      >
        {chosen === -1 && <option value={-1}>Choose</option>}
        {choices.map((each, index) => (
          <option key={each.name} value={index}>
            {each.title}
          </option>
        ))}
      </select>
      {meant.map((field) =>
        field.kind === 'choice' && field.values.length === 1 ? (
          <Hint key={field.name} text={field.hint} />
        ) : (
          <FieldView
            key={field.name}
            field={{ ...field, isRequired: true }}
            value={value[field.name]}
            pointer={pointerTo(pointer, field.name)}
            onChange={(inner) => set(field, inner)}
          />
        ),
      )}
    </>
  );
}

const objectIn = (value: Json | undefined): JsonObject | undefined => (isObject(value) ? value : undefined);

/** A value of one of several forms. The user chooses the form first. */
function VariantsField(props: FieldProps<'variants'>) {
  const { field, value = field.otherwise, pointer, title, onChange } = props;
  // Kept in state: while it is typed, a value may match another variant, which would replace the controls.
  const [at, setAt] = useState(() => variantOf(field, value));
  const variant = field.variants[at]!;
  const isWhole = variant.kind === 'choice' && variant.values.length === 1;
  function choose(index: number): void {
    setAt(index);
    onChange(blankOf(field.variants[index]!));
  }
  return (
    <GroupFrame field={field} pointer={isWhole ? pointer : null} title={title} onRemove={removal(props)}>
      <select
        aria-label={`Kind of ${lowered(title ?? field.title)}`}
        value={at}
        onChange={({ target }) => choose(Number(target.value))}
      >
        {field.variants.map((each, index) => (
          <option key={nameOfVariant(each)} value={index}>
            {nameOfVariant(each)}
          </option>
        ))}
      </select>
      {!isWhole && (
        <FieldView
          key={at}
          field={variant}
          value={value}
          pointer={pointer}
          title={nameOfVariant(variant)}
          onChange={onChange}
        />
      )}
      {!isGroup(variant) && variant.hint !== field.hint && <Hint text={variant.hint} />}
    </GroupFrame>
  );
}
