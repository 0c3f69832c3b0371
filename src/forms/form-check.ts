import { compilePattern, PatternBudget } from '../conditions/pattern.js';
import { collectFaults, type Fault, fault, step, under } from '../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../platform/sql/sql.js';
import { faultsOfTermField } from './agreed-term.js';
import { faultsOfBilling } from './billing.js';
import {
  ANNOTATIONS,
  DEFINITIONS,
  FIELD_NAME,
  FORM_FIELDS_MAX,
  FORM_LEVELS_MAX,
  FORM_PATTERNS_MAX,
  FORM_TYPES,
  type FormField,
  type FormType,
  readForm,
  TEXT_LENGTH_MAX,
  typeOf,
} from './form.js';
import { faultsOfBounds } from './form-bounds.js';
import { faultsOfKeywords } from './form-keywords.js';
import { faultsOfValues } from './form-validator.js';

interface Place {
  readonly pointer: string;
  readonly level: number;
  /** The definitions around it. */
  readonly within: readonly string[];
}

const ROOT: Place = { pointer: '', level: 0, within: [] };
const TOO_MANY = `Expected at most ${FORM_FIELDS_MAX} fields, those inside others and each use of a definition included.`;
const LIKE_OBJECTS: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Returns everything that keeps a JSON Schema from being a form: invalid schemas, fields that nobody could fill in, and
 * rules that no value can meet. A form without faults can be read by `readForm`.
 * @param patterns the budget that the form's patterns are charged to
 * @returns faults by pointers into the schema
 */
export function checkForm(raw: unknown, patterns: PatternBudget = new PatternBudget(FORM_PATTERNS_MAX)): Fault[] {
  if (!isRecord(raw)) return [fault('', 'type', 'Expected a JSON Schema: an object with "type": "object".')];
  const check = new FormCheck(raw, patterns);
  const faults = check.all();
  if (faults.length > 0) return faults;
  const form = readForm(raw);
  try {
    // Checks only that compiling the form does not throw.
    faultsOfValues(form, {}, 'whole');
    return faultsOfMeaning(form);
  } catch (error) {
    // The validator has further rules: what it rejects is a fault of the form, not of the program.
    const why = error instanceof Error ? error.message : String(error);
    return [fault('', 'schema', `This schema cannot be used: ${why}.`)];
  }
}

class FormCheck {
  /** By pointer and code: a definition is checked at each use, but its faults are reported once. */
  private readonly faults = new Map<string, Fault>();
  private readonly definitions: JsonRecord;
  private readonly used = new Set<string>();
  private fields = 0;

  constructor(
    private readonly form: JsonRecord,
    private readonly patterns: PatternBudget,
  ) {
    this.definitions = isRecord(form.$defs) ? form.$defs : {};
  }

  all(): Fault[] {
    const { form } = this;
    if (form.$defs !== undefined && !isRecord(form.$defs))
      this.complain('/$defs', 'type', 'Expected an object: definitions by their names.');
    if (!Object.hasOwn(form, '$ref') && form.type !== 'object')
      this.complain('/type', form.type === undefined ? 'required' : 'value', 'A form is an object: "type": "object".');
    else this.look(form, ROOT);
    for (const name of Object.keys(this.definitions))
      if (!this.used.has(name)) this.look(this.definitions[name], this.definitionAt(name, { ...ROOT, level: 1 }));
    return [...this.faults.values()];
  }

  private look(written: unknown, place: Place): void {
    const { pointer, level } = place;
    this.fields += 1;
    // Nested definitions can multiply into more fields than could ever be checked, so stop at the limit.
    if (this.fields > FORM_FIELDS_MAX) {
      this.complain('', 'tooMany', TOO_MANY);
      return;
    }
    if (!isRecord(written)) {
      this.complain(pointer, 'type', 'Expected a schema: an object such as { "type": "string" }.');
      return;
    }
    if (level > FORM_LEVELS_MAX) {
      this.complain(pointer, 'tooDeep', `Expected at most ${FORM_LEVELS_MAX} levels of objects and lists.`);
      return;
    }
    if (Object.hasOwn(written, '$ref')) {
      this.follow(written, place);
      return;
    }
    const type = this.typeIn(written, pointer);
    if (type === undefined) return;
    this.add(faultsOfKeywords(written, type, pointer, level === 0));
    this.add(faultsOfBounds(written, type, pointer));
    if (typeof written.pattern === 'string') this.lookAtPattern(written.pattern, `${pointer}/pattern`);
    if (type === 'object') this.lookInside(written, place);
    if (type !== 'array') return;
    if (written.items === undefined)
      this.complain(`${pointer}/items`, 'required', '"items" is required: what each entry of the list is.');
    else this.look(written.items, { ...place, pointer: `${pointer}/items`, level: level + 1 });
  }

  private lookInside({ properties, required }: JsonRecord, place: Place): void {
    const at = `${place.pointer}/properties`;
    const names = isRecord(properties) ? Object.keys(properties) : [];
    if (names.length === 0) this.complain(at, 'tooFew', 'Expected at least one field to fill in.');
    for (const name of names) {
      const pointer = at + step(name);
      if (!FIELD_NAME.test(name) || LIKE_OBJECTS.has(name))
        this.complain(
          pointer,
          'name',
          `Expected a name of letters, digits and underscores that begins with a letter, not ${JSON.stringify(name)}; what people read is its "title".`,
        );
      else this.look((properties as JsonRecord)[name], { ...place, pointer, level: place.level + 1 });
    }
    if (!Array.isArray(required)) return;
    for (const [index, name] of required.entries())
      if (typeof name === 'string' && !names.includes(name))
        this.complain(
          `${place.pointer}/required${step(index)}`,
          'unknownField',
          `There is no ${JSON.stringify(name)} in "properties", so it could never be filled in; known are ${names.join(', ')}.`,
        );
  }

  /** Rejects a definition inside itself, because forms are finite. */
  private follow(written: JsonRecord, { pointer, level, within }: Place): void {
    const { $ref } = written;
    const name = typeof $ref === 'string' && $ref.startsWith(DEFINITIONS) ? $ref.slice(DEFINITIONS.length) : undefined;
    const at = `${pointer}/$ref`;
    for (const keyword of Object.keys(written))
      if (keyword !== '$ref' && keyword !== '$defs' && !(ANNOTATIONS as readonly string[]).includes(keyword))
        this.complain(
          pointer + step(keyword),
          'unknown',
          `Only ${ANNOTATIONS.join(', ')} may accompany "$ref"; put "${keyword}" into the definition.`,
        );
    if (name === undefined) {
      this.complain(
        at,
        'reference',
        'Expected a definition of this form, such as "#/$defs/contact": definitions elsewhere are not fetched.',
      );
      return;
    }
    if (!Object.hasOwn(this.definitions, name)) {
      this.complain(at, 'unknownDefinition', `There is no ${JSON.stringify(name)} in "$defs".`);
      return;
    }
    if (within.includes(name)) {
      this.complain(at, 'recursive', `The definition "${name}" contains itself, so the form would never end.`);
      return;
    }
    this.look(this.definitions[name], this.definitionAt(name, { pointer, level, within: [...within, name] }));
  }

  private definitionAt(name: string, { level, within }: Place): Place {
    this.used.add(name);
    return { pointer: `/$defs${step(name)}`, level, within: within.includes(name) ? within : [...within, name] };
  }

  private typeIn(schema: JsonRecord, pointer: string): FormType | undefined {
    const at = `${pointer}/type`;
    const { type } = schema;
    if (type === undefined) {
      const found = typeOf(schema);
      if (found !== undefined && FORM_TYPES.includes(found)) return found;
      this.complain(at, 'required', `"type" is required: one of ${FORM_TYPES.join(', ')}.`);
      return undefined;
    }
    if (typeof type === 'string' && (FORM_TYPES as readonly string[]).includes(type)) return type as FormType;
    const isList = Array.isArray(type) || type === 'null';
    this.complain(
      at,
      'value',
      isList
        ? 'Expected one type: a field without a value is left out instead of being null, and a page cannot ask for one of two types.'
        : `Expected one of ${FORM_TYPES.join(', ')}, not ${JSON.stringify(type)}.`,
    );
    return undefined;
  }

  private lookAtPattern(source: string, pointer: string): void {
    if (!this.patterns.hasRoom()) return;
    const pattern = compilePattern(source, { isCaseSensitive: true });
    const isUsable = 'size' in pattern;
    const message = isUsable
      ? this.patterns.take(pointer, source, pattern.size)
      : `This regular expression cannot be used: ${pattern.reason}.`;
    if (message !== null) this.complain(pointer, isUsable ? 'tooMuch' : 'pattern', message);
  }

  private add(faults: readonly Fault[]): void {
    for (const { pointer, code, message } of faults) this.complain(pointer, code, message);
  }

  private complain(pointer: string, code: string, message: string): void {
    const key = `${pointer} ${code}`;
    if (!this.faults.has(key)) this.faults.set(key, fault(pointer, code, message));
  }
}

function faultsOfMeaning(form: FormField): Fault[] {
  const faults = new Map([...faultsOfValuesIn(form), ...faultsOfRoles(form)].map((each) => [each.pointer, each]));
  return [...faults.values()];
}

/** Returns faults of choices that break other rules of their field, and of an invalid default. */
function faultsOfValuesIn(field: FormField): Fault[] {
  const open = { ...field, choices: [] };
  // Compiling takes milliseconds, so fields that have only choices are skipped.
  const suspects = isPlainChoice(field) ? [] : field.choices;
  const impossible = suspects.flatMap(({ at, value }) =>
    faultsOfValues(open, value, 'whole')
      .slice(0, 1)
      .map(({ message }) =>
        fault(field.at + at, 'unmeetable', `${JSON.stringify(value)} could never be chosen. ${message}`),
      ),
  );
  const initial = Object.hasOwn(field.rules, 'default') ? faultsOfValues(field, field.rules.default, 'draft') : [];
  return collectFaults(
    impossible,
    under(`${field.at}/default`, initial),
    field.fields.flatMap(faultsOfValuesIn),
    field.entry !== undefined && faultsOfValuesIn(field.entry),
  );
}

/** Reports whether all choices have the right type and length and no other rule could exclude them. */
function isPlainChoice({ type, choices, rules }: FormField): boolean {
  const isBound = Object.keys(rules).some((rule) => rule !== 'examples' && rule !== 'default');
  const isOfType = (value: unknown) =>
    typeof value === 'string' ? type === 'string' && value.length <= TEXT_LENGTH_MAX : typeof value === type;
  return !isBound && choices.every(({ value }) => isOfType(value));
}

/** What the fields with each role have to be. */
const ROLES = {
  billing: { what: 'the billing arrangement', faultsOf: faultsOfBilling },
  term: { what: 'the term', faultsOf: faultsOfTermField },
};

function faultsOfRoles({ fields }: FormField): Fault[] {
  return Object.entries(ROLES).flatMap(([role, { what, faultsOf }]) => {
    const [first, ...others] = fields.filter((field) => field.role === role);
    if (first === undefined) return [];
    const message = `"${first.name}" already is ${what}: a form has only one.`;
    const again = others.map(({ name }) => fault(`/properties${step(name)}/role`, 'duplicate', message));
    return [...faultsOf(first), ...again];
  });
}
