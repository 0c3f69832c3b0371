import type { FormField } from '../../forms/form.js';
import { isRecord, ownOf } from '../../platform/sql/sql.js';
import { isExact } from '../answer-reading.js';
import type { BodyNode, Sometimes } from './body-template.js';
import { type Expression, nameOf, type Part, wholeOf } from './expression.js';
import { type FilterArgument, filterOf, UnfitError } from './filters.js';
import { type FieldOfValue, fieldIn, isEmpty } from './labelled.js';

/** The fields of the values that templates see, by top-level name: the form, and entries of its lists. */
type Fields = ReadonlyMap<string, FieldOfValue>;

/** The values that templates see, by top-level name; under a symbol, the fields of those that are of a form. */
export interface TemplateFacts extends Readonly<Record<string, unknown>> {
  readonly [FIELDS]?: Fields;
}

const FIELDS = Symbol('the fields of a form');
const NO_FIELDS: Fields = new Map();

export function formFacts(form: FormField, filled: object): TemplateFacts {
  return { form: filled, [FIELDS]: new Map([['form', form]]) };
}

/** A required value that is missing or does not fit. */
export interface Gap {
  readonly pointer: string;
  /** The path of the value, such as `form.contacts.billing.email`. */
  readonly name: string;
  readonly text: string;
  /** Whether the value is missing or blank; otherwise it does not fit. */
  readonly isAbsent?: boolean;
}

/** The rendered value; unusable if there are gaps. */
interface RenderedValue<Value> {
  readonly value: Value;
  readonly gaps: readonly Gap[];
}

/** The most characters sent to a tool. */
export const BODY_LENGTH_MAX = 512 * 1024;
/** Twice the steps of the largest possible body. Nested lists could otherwise take any number. */
const STEPS_MAX = 1_000_000;
/** For a filter, 16 characters of a text count as one step. A gap counts as 16 steps. */
const STEP_SHIFT = 4;

class TooMuchError extends Error {}

/** Lists the missing values by name only, because contents of a form are confidential. */
export function namesOf(gaps: readonly Gap[]): string {
  return [...new Set(gaps.map(({ name, pointer }) => name || pointer))].join(', ');
}

/** Renders a body. Values are inserted as data and never parsed as templates. */
export function renderBody(body: BodyNode, facts: TemplateFacts): RenderedValue<unknown> {
  return bounded((rendering) => rendering.node(body, facts)[0], '');
}

/** @param written escapes each value; the identity by default */
export function renderText(
  parts: readonly Part[],
  facts: TemplateFacts,
  pointer: string,
  written: (value: string) => string = (value) => value,
): RenderedValue<string> {
  const { value, gaps } = bounded((rendering) => rendering.text(parts, facts, pointer, written), pointer);
  return { value: value ?? '', gaps };
}

/** Renders within limits; exceeding one is reported as a single gap. */
function bounded<Value>(render: (rendering: Renderer) => Value, pointer: string): RenderedValue<Value | undefined> {
  const rendering = new Renderer();
  try {
    return { value: render(rendering), gaps: rendering.gaps };
  } catch (error) {
    if (!(error instanceof TooMuchError)) throw error;
    return { value: undefined, gaps: [{ pointer, name: '', text: error.message }] };
  }
}

class Renderer {
  readonly gaps: Gap[] = [];
  private steps = 0;
  private length = 0;

  /** @returns the values of the node, as many as it is rendered */
  node(node: BodyNode, facts: TemplateFacts): readonly unknown[] {
    this.walk(1);
    switch (node.is) {
      case 'constant':
        return [node.value];
      case 'text': {
        const whole = wholeOf(node.parts);
        if (whole !== null) return [this.whole(this.valueOf(whole, facts, node.pointer))];
        return [this.text(node.parts, facts, node.pointer, (value) => value)];
      }
      case 'list':
        return [node.entries.flatMap((entry) => this.node(entry, facts))];
      case 'object':
        return [
          Object.fromEntries(
            node.fields.flatMap(([name, field]) => this.node(field, facts).map((value) => [name, value] as const)),
          ),
        ];
      case 'sometimes':
        return this.sometimes(node, facts);
    }
  }

  text(parts: readonly Part[], facts: TemplateFacts, pointer: string, written: (value: string) => string): string {
    return parts
      .map((part) => this.grown(typeof part === 'string' ? part : written(this.within(part, facts, pointer))))
      .join('');
  }

  /** The text of a value within a longer text, which may be an id. */
  private within(part: Expression, facts: TemplateFacts, pointer: string): string {
    const value = this.valueOf(part, facts, pointer);
    const name = nameOf(part.path);
    if (typeof value === 'number' && !isExact(value))
      this.miss({ pointer, name, text: `${name} has more digits than a number in JSON can have: expected it as text` });
    return textOf(value);
  }

  private sometimes({ each, when, does }: Sometimes, facts: TemplateFacts): readonly unknown[] {
    const list = each === undefined ? [null] : valueAt(facts, each.path);
    if (Array.isArray(list)) this.walk(list.length);
    const fields = each && new Map([...(facts[FIELDS] ?? NO_FIELDS), [each.as, fieldAt(facts, each.path)?.entry]]);
    const scopes = (Array.isArray(list) ? list : []).map((entry) =>
      each === undefined ? facts : { ...facts, [each.as]: entry, [FIELDS]: fields! },
    );
    return scopes.filter((scope) => when === undefined || isSo(when, scope)).flatMap((scope) => this.node(does, scope));
  }

  private valueOf({ path, filters }: Expression, facts: TemplateFacts, pointer: string): unknown {
    const name = nameOf(path);
    try {
      let value = valueAt(facts, path);
      let field = fieldAt(facts, path);
      for (const call of filters) {
        this.walk(widthOf(value));
        const [filter, argument] = [filterOf(call.name), argumentOf(call.args[0], facts)];
        value = filter.apply(value, argument, field);
        if (filter.fieldOf !== undefined) field = filter.fieldOf(field, argument);
      }
      // An empty list is a value; a blank text is a missing one.
      if (!isEmpty(value) || Array.isArray(value) || isMeant(filters)) return value;
      this.miss({ pointer, name, text: `${name} is missing`, isAbsent: true });
    } catch (error) {
      if (!(error instanceof UnfitError)) throw error;
      this.miss({ pointer, name, text: `${name}: ${error.message}` });
    }
    return null;
  }

  private miss(gap: Gap): void {
    this.walk(1 << STEP_SHIFT);
    this.gaps.push(gap);
  }

  private walk(steps: number): void {
    this.steps += steps;
    if (this.steps > STEPS_MAX) throw new TooMuchError('It takes too many steps to assemble');
  }

  /** Counts the length of a value inserted as it is, which may be a list or a group. */
  private whole(value: unknown): unknown {
    this.grown(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
    return value;
  }

  /** Counts a text. @returns it; the body is at least as long as all of them */
  private grown(text: string): string {
    this.length += text.length;
    if (this.length > BODY_LENGTH_MAX) throw new TooMuchError(`It has more than ${BODY_LENGTH_MAX} characters`);
    return text;
  }
}

function widthOf(value: unknown): number {
  if (typeof value === 'string') return 1 + (value.length >> STEP_SHIFT);
  return Array.isArray(value) ? 1 + value.length : 1;
}

/** Whether `default: ""` allows an empty value. */
function isMeant(filters: Expression['filters']): boolean {
  return filters.some(({ name, args: [argument] }) => {
    return name === 'default' && argument !== undefined && 'literal' in argument && argument.literal === '';
  });
}

function isSo({ path, equals }: NonNullable<Sometimes['when']>, facts: TemplateFacts): boolean {
  const value = valueAt(facts, path);
  return equals === undefined ? !isEmpty(value) && value !== false : value === equals;
}

function argumentOf(argument: FilterArgument | undefined, facts: TemplateFacts): unknown {
  if (argument === undefined) return undefined;
  return 'literal' in argument ? argument.literal : valueAt(facts, argument.path);
}

function valueAt(facts: unknown, path: readonly string[]): unknown {
  return path.reduce((holder, name) => ownOf(holder, name), facts);
}

function fieldAt(facts: TemplateFacts, [root, ...path]: readonly string[]): FieldOfValue {
  return path.reduce(fieldIn, (facts[FIELDS] ?? NO_FIELDS).get(root!));
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');
}

const OF_FORMATS: Readonly<Record<string, string>> = {
  date: '2027-01-15',
  'date-time': '2027-01-15T09:00:00.000Z',
  email: 'example@example.com',
  uri: 'https://example.com',
  uuid: '00000000-0000-7000-8000-000000000000',
  duration: 'P1D',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  amount: '1000.00',
};

/** Builds an example of a completed form, with a value in every field. */
export function exampleOf(form: FormField): Readonly<Record<string, unknown>> {
  return Object.fromEntries(form.fields.map((field) => [field.name, exampleOfField(field)]));
}

function exampleOfField(field: FormField): unknown {
  const { type, rules, choices, entry, name, title } = field;
  const given = Array.isArray(rules.examples) && rules.examples.length > 0 ? rules.examples[0] : rules.default;
  if (given !== undefined) return given;
  if (choices.length > 0) return choices[0]!.value;
  switch (type) {
    case 'object':
      return exampleOf(field);
    case 'array':
      return [exampleOfField(entry!)];
    case 'boolean':
      return true;
    case 'number':
    case 'integer':
      return Number(rules.minimum ?? rules.exclusiveMinimum ?? 1);
    case 'string':
      return OF_FORMATS[String(rules.format)] ?? (title ?? name).slice(0, Number(rules.maxLength ?? 200));
  }
}

const AT = '2027-01-15T16:00:00.000Z';

/** By system: the external ids of deals and accounts that templates use. */
export interface ExampleRefs {
  readonly deal: Readonly<Record<string, string>>;
  readonly account: Readonly<Record<string, string>>;
}

/** Builds example facts for templates, without the form. */
export function exampleFacts(around: {
  readonly kind: string;
  readonly receiver: string;
  readonly refs: ExampleRefs;
}): TemplateFacts {
  return {
    deal: {
      id: OF_FORMATS.uuid,
      name: 'Example deal',
      externalId: 'example-1',
      refs: around.refs.deal,
      product: 'Example product',
      amount: '1000.00',
      currency: 'EUR',
      wonAt: AT,
      expectedCloseAt: AT,
      term: { startsOn: '2027-02-01', endsOn: '2028-01-31', noticeDays: 90 },
    },
    account: { id: OF_FORMATS.uuid, name: 'Example company', domain: 'example.com', refs: around.refs.account },
    handoff: {
      id: OF_FORMATS.uuid,
      kind: around.kind,
      startedAt: AT,
      url: `https://touchline.example.com/console/handoffs/${OF_FORMATS.uuid}`,
      sections: [],
    },
    receiver: {
      name: around.receiver,
      owner: { name: 'Example owner', email: 'owner@example.com' },
      completeBy: '2027-01-22T16:00:00.000Z',
    },
    giver: { name: 'Example giver', email: 'giver@example.com' },
  };
}
