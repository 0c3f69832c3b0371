import { optionsOf } from '../parts/choice.js';
import { FaultAt } from '../parts/faults.js';
import { InputField, SelectField } from '../parts/fields.js';
import { AmountField } from '../parts/money-fields.js';
import { CAUSES, LINE_KINDS } from './contract-words.js';
import { type LineDraft, newLine, newSegment, rewritten, type SegmentDraft } from './line-drafts.js';

interface Props {
  readonly lines: readonly LineDraft[];
  readonly onChange: (lines: readonly LineDraft[]) => void;
  /** The first day of a new line. */
  readonly from?: string;
  /** The pointer of what has the lines in the request; by default they are its own. */
  readonly at?: string;
}

/** The lines of a contract with their price steps. Faults appear at the step. */
export function LinesField({ lines, onChange, from = '', at = '' }: Props) {
  const replace = (line: LineDraft, ...by: readonly LineDraft[]) =>
    onChange(lines.flatMap((each) => (each === line ? by : [each])));
  return (
    <>
      {lines.map((line, place) => (
        <LineField
          key={line.key}
          line={line}
          place={place}
          at={`${at}/lines/${place}`}
          onChange={(next) => replace(line, next)}
          onRemove={() => replace(line)}
        />
      ))}
      <FaultAt at={`${at}/lines`} />
      <p className="count">
        An amount covers all days of its step. If you change the days, the amount stays and the annual value changes.
      </p>
      <p className="buttons">
        <button type="button" onClick={() => onChange([...lines, newLine(from)])}>
          Add a line
        </button>
      </p>
    </>
  );
}

interface LineProps {
  readonly line: LineDraft;
  readonly place: number;
  readonly at: string;
  readonly onChange: (line: LineDraft) => void;
  readonly onRemove: () => void;
}

function LineField({ line, place, at, onChange, onRemove }: LineProps) {
  const { product, kind, segments } = line;
  const replace = (segment: SegmentDraft, ...by: readonly SegmentDraft[]) =>
    onChange({ ...line, segments: segments.flatMap((each) => (each === segment ? by : [each])) });
  return (
    <fieldset className="line">
      <legend>Line {place + 1}</legend>
      <div className="fields">
        <InputField
          label="Product"
          at={`${at}/product`}
          value={product}
          maxLength={100}
          required
          autoComplete="off"
          onChange={({ target }) => onChange({ ...line, product: target.value })}
        />
        <SelectField
          label="Kind"
          at={`${at}/kind`}
          value={kind}
          onChange={({ target }) => onChange({ ...line, kind: target.value as LineDraft['kind'] })}
          options={optionsOf(LINE_KINDS)}
        />
        <button type="button" className="quiet" onClick={onRemove}>
          Remove line {place + 1}
        </button>
      </div>
      {segments.map((segment, step) => (
        <SegmentField
          key={segment.key}
          segment={segment}
          at={`${at}/segments/${step}`}
          name={`Step ${step + 1}`}
          onChange={(change) => replace(segment, rewritten(segment, change))}
          onRemove={segments.length > 1 ? () => replace(segment) : undefined}
        />
      ))}
      <FaultAt at={at} />
      <p className="buttons">
        <button type="button" onClick={() => onChange({ ...line, segments: [...segments, newSegment()] })}>
          Add a step
        </button>
      </p>
    </fieldset>
  );
}

interface SegmentProps {
  readonly segment: SegmentDraft;
  readonly at: string;
  readonly name: string;
  readonly onChange: (change: Partial<SegmentDraft>) => void;
  readonly onRemove: (() => void) | undefined;
}

function SegmentField({ segment: { from, to, amount, arr, cause }, at, name, onChange, onRemove }: SegmentProps) {
  return (
    <fieldset className="fields step">
      <legend className="unseen">{name}</legend>
      <InputField
        label="From"
        at={`${at}/from`}
        type="date"
        value={from}
        required
        onChange={({ target }) => onChange({ from: target.value })}
      />
      <InputField
        label="To"
        at={`${at}/to`}
        type="date"
        value={to}
        onChange={({ target }) => onChange({ to: target.value })}
      />
      <AmountField
        label="Amount for the whole step"
        at={`${at}/amount`}
        value={amount}
        required
        onChange={({ target }) => onChange({ amount: target.value })}
      />
      <AmountField
        label="ARR, if it differs"
        at={`${at}/arr`}
        value={arr}
        onChange={({ target }) => onChange({ arr: target.value })}
      />
      <SelectField
        label="Reason"
        value={cause}
        onChange={({ target }) => onChange({ cause: target.value as SegmentDraft['cause'] })}
        none="Automatic"
        options={optionsOf(CAUSES)}
      />
      {onRemove !== undefined && (
        <button type="button" className="quiet" onClick={onRemove}>
          Remove {name.toLowerCase()}
        </button>
      )}
      <FaultAt at={at} />
    </fieldset>
  );
}
