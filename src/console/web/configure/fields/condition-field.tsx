import { useId, useState } from 'react';
import { ACCOUNT_TYPES } from '../../accounts/account-words.js';
import { type Option, Options, optionsOf } from '../../parts/choice.js';
import {
  type Comparison,
  conditionOf,
  type Group,
  groupOf,
  isGroup,
  JOINS,
  type Join,
  labelOfField,
  OPERATORS,
  type Operator,
  readValue,
  readValues,
  recompared,
  takesList,
  takesValue,
  takesValues,
  type ValueType,
  writtenValue,
} from '../schema/condition.js';
import { isObject, type JsonObject } from '../schema/json-schema.js';
import { useFormFacts, useRemarks } from './form-context.js';
import { Remarks } from './framed.js';
import { GroupFrame, removal } from './group-frame.js';
import type { FieldProps } from './inputs.js';
import { Row, useRowKeys } from './rows.js';

const NEW: Comparison = { field: '', op: 'eq', value: '' };

export function ConditionField(props: FieldProps<'condition'>) {
  const { field, value = field.otherwise, pointer, onChange } = props;
  const { fieldsOfLeads } = useFormFacts();
  const list = useId();
  const types = field.asks === 'leads' ? fieldsOfLeads : new Map(field.asks.map((name) => [name, 'any'] as const));
  return (
    <GroupFrame field={field} pointer={pointer} title={props.title} onRemove={removal(props)}>
      <datalist id={list}>
        {[...types.keys()].map((name) => (
          <option key={name} value={name} label={labelOfField(name)} />
        ))}
      </datalist>
      <GroupRows
        condition={isObject(value) ? value : {}}
        pointer={pointer}
        language={{ list, types }}
        onChange={onChange}
      />
    </GroupFrame>
  );
}

/** The fields on which a condition may depend, with their types. */
interface Language {
  /** The id of the datalist of field names. */
  readonly list: string;
  readonly types: ReadonlyMap<string, ValueType>;
}

interface PartProps {
  readonly condition: JsonObject;
  readonly pointer: string;
  readonly language: Language;
  readonly onChange: (condition: JsonObject) => void;
}

function GroupRows({ condition, pointer, language, onChange }: PartProps) {
  const group = groupOf(condition);
  // A single comparison does not store how it would be joined with others.
  const [chosen, setChosen] = useState<Join>(group.join);
  const join = group.parts.length > 1 || group.join === 'none' ? group.join : chosen;
  const keys = useRowKeys(group.parts.length);
  const set = (changed: Partial<Group>) => onChange(conditionOf({ join, parts: group.parts, ...changed }));
  function rejoin(to: Join): void {
    setChosen(to);
    set({ join: to });
  }
  function remove(at: number): void {
    keys.splice(at, 1);
    set({ parts: group.parts.toSpliced(at, 1) });
  }
  return (
    <>
      {group.parts.length === 0 ? (
        <p className="count">Always.</p>
      ) : (
        <select aria-label="Which of these" value={join} onChange={({ target }) => rejoin(target.value as Join)}>
          {Object.entries(JOINS).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
      <ul className="entries">
        {group.parts.map((part, at) => (
          <Row
            key={keys[at]}
            name={`condition ${at + 1}`}
            at={at}
            count={group.parts.length}
            onRemove={() => remove(at)}
          >
            <Part
              condition={part}
              pointer={`${pointer}${group.places[at]}`}
              language={language}
              onChange={(inner) => set({ parts: group.parts.with(at, inner) })}
            />
          </Row>
        ))}
      </ul>
      <p className="buttons">
        <button type="button" onClick={() => set({ parts: [...group.parts, NEW as unknown as JsonObject] })}>
          Add a comparison
        </button>
        {group.parts.length > 0 && (
          <button
            type="button"
            className="quiet"
            onClick={() => set({ parts: [...group.parts, { any: [NEW as unknown as JsonObject] }] })}
          >
            Add a group
          </button>
        )}
      </p>
    </>
  );
}

function Part(props: PartProps) {
  if (!isGroup(props.condition)) return <ComparisonRow {...props} />;
  return (
    <fieldset className="group">
      <legend className="unseen">Group</legend>
      <GroupRows {...props} />
    </fieldset>
  );
}

const TYPES = optionsOf(ACCOUNT_TYPES);
const IS_EQUALITY: readonly Operator[] = ['eq', 'ne', 'in', 'notIn'];

/** Returns the values that a field can be compared with; none if any text may be. */
function useValuesOf(field: string, op: Operator): readonly Option[] {
  const { rep } = useFormFacts().references.options;
  if (!IS_EQUALITY.includes(op)) return [];
  if (field === 'account.type') return TYPES;
  return field === 'account.ownerRepId' ? rep.map(({ value, name }) => ({ id: String(value), name })) : [];
}

/** Values to choose from. One that is not among them is kept until another is chosen. */
function ValueChoice({ op, text, options, onChange }: ValueChoiceProps) {
  const values = text.split('\n').filter((each) => each !== '');
  const unknown = values.filter((each) => !options.some(({ id }) => id === each));
  const all = [...options, ...unknown.map((id) => ({ id, name: id }))];
  if (!takesValues(op))
    return (
      <select aria-label="Value" value={values[0] ?? ''} onChange={({ target }) => onChange(target.value)}>
        <option value="">Choose</option>
        <Options of={all} />
      </select>
    );
  return (
    <select
      multiple
      aria-label="Values"
      value={values}
      onChange={({ target }) => onChange([...target.selectedOptions].map(({ value }) => value).join('\n'))}
    >
      <Options of={all} />
    </select>
  );
}

interface ValueChoiceProps {
  readonly op: Operator;
  /** The values, one a line. */
  readonly text: string;
  readonly options: readonly Option[];
  readonly onChange: (text: string) => void;
}

function ComparisonRow({ condition, pointer, language, onChange }: PartProps) {
  const { references } = useFormFacts();
  const remarks = useRemarks(pointer, true);
  const { field, op, value } = condition as unknown as Comparison;
  const options = useValuesOf(field, op);
  const typeOf = (name: string) => language.types.get(name) ?? 'any';
  const [text, setText] = useState(writtenValue(value, typeOf(field)));
  const emit = (changed: Comparison) => onChange(changed as unknown as JsonObject);
  const set = (change: Partial<Comparison>) =>
    emit(recompared(condition as unknown as Comparison, change, { text, typeOf }));
  function write(written: string): void {
    setText(written);
    emit({
      field,
      op,
      value: takesValues(op) ? readValues(written, typeOf(field)) : readValue(written, typeOf(field)),
    });
  }
  return (
    <>
      <div className="comparison">
        <input
          aria-label="Field"
          list={language.list}
          placeholder="company.country"
          autoComplete="off"
          value={field}
          {...(remarks.length > 0 && { 'aria-invalid': true })}
          onChange={({ target }) => set({ field: target.value })}
        />
        <select aria-label="Compared" value={op} onChange={({ target }) => set({ op: target.value as Operator })}>
          <Options of={optionsOf(OPERATORS)} />
        </select>
        {takesList(op) && (
          <select aria-label="List" value={text} onChange={({ target }) => write(target.value)}>
            <option value="">Choose</option>
            {references.options.list.map(({ value: id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        {options.length > 0 && <ValueChoice op={op} text={text} options={options} onChange={write} />}
        {takesValues(op) && options.length === 0 && (
          <textarea
            aria-label="Values"
            placeholder="One a line"
            rows={Math.min(12, text.split('\n').length + 1)}
            value={text}
            onChange={({ target }) => write(target.value)}
          />
        )}
        {takesValue(op) && !takesValues(op) && !takesList(op) && options.length === 0 && (
          <input
            aria-label="Value"
            placeholder="Value"
            autoComplete="off"
            value={text.split('\n')[0]}
            onChange={({ target }) => write(target.value)}
          />
        )}
      </div>
      {typeOf(field) === 'any' && takesValue(op) && field !== '' && (
        <p className="hint">500 is a number here, and "500" a text.</p>
      )}
      <Remarks remarks={remarks} />
    </>
  );
}
