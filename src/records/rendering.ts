import { isRecord, ownOf } from '../platform/record.js';
import type { BodyNode, Sometimes } from './body-template.js';
import { type Expression, nameOf, type Part, wholeOf } from './expression.js';
import { type FilterArgument, filterOf, isEmpty, UnfitError } from './filters.js';

/** What templates see: plain values, by the names of their roots. */
export type Facts = Readonly<Record<string, unknown>>;

/** Something that a template asks for and that is not there, or not so. */
export interface Gap {
  /** Where in the template. */
  readonly pointer: string;
  /** What is asked for: `form.contacts.billing.email`. */
  readonly name: string;
  readonly text: string;
}

/** What was put in place; with gaps it is of no use. */
export interface Rendered<Value> {
  readonly value: Value;
  readonly gaps: readonly Gap[];
}

/** A value stays what it is: it becomes part of the body as data, never as text that is read once more. */
export function renderBody(body: BodyNode, facts: Facts): Rendered<unknown> {
  const rendering = new Rendering();
  const [value] = rendering.node(body, facts);
  return { value, gaps: rendering.gaps };
}

/** @param written how each value is written in this text: as it is by default */
export function renderText(
  parts: readonly Part[],
  facts: Facts,
  pointer: string,
  written: (value: string) => string = (value) => value,
): Rendered<string> {
  const rendering = new Rendering();
  return { value: rendering.text(parts, facts, pointer, written), gaps: rendering.gaps };
}

class Rendering {
  readonly gaps: Gap[] = [];

  /** @returns as often as it is there */
  node(node: BodyNode, facts: Facts): readonly unknown[] {
    switch (node.is) {
      case 'constant':
        return [node.value];
      case 'text': {
        const whole = wholeOf(node.parts);
        if (whole !== null) return [this.valueOf(whole, facts, node.pointer)];
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

  text(parts: readonly Part[], facts: Facts, pointer: string, written: (value: string) => string): string {
    return parts
      .map((part) => (typeof part === 'string' ? part : written(textOf(this.valueOf(part, facts, pointer)))))
      .join('');
  }

  private sometimes({ each, when, does }: Sometimes, facts: Facts): readonly unknown[] {
    const list = each === undefined ? [null] : valueAt(facts, each.path);
    const scopes = (Array.isArray(list) ? list : []).map((entry) =>
      each === undefined ? facts : { ...facts, [each.as]: entry },
    );
    return scopes.filter((scope) => when === undefined || isSo(when, scope)).flatMap((scope) => this.node(does, scope));
  }

  private valueOf({ path, filters }: Expression, facts: Facts, pointer: string): unknown {
    const name = nameOf(path);
    try {
      let value = valueAt(facts, path);
      for (const { name: filter, args } of filters) value = filterOf(filter).apply(value, argumentOf(args[0], facts));
      // An empty list is what it is; a text in which nothing stands is nothing.
      if (!isEmpty(value) || Array.isArray(value) || isMeant(filters)) return value;
      this.gaps.push({ pointer, name, text: `${name} is not there` });
    } catch (error) {
      if (!(error instanceof UnfitError)) throw error;
      this.gaps.push({ pointer, name, text: `${name}: ${error.message}` });
    }
    return null;
  }
}

/** Who says `default: ""` wants nothing to stand there. */
function isMeant(filters: Expression['filters']): boolean {
  return filters.some(({ name, args: [argument] }) => {
    return name === 'default' && argument !== undefined && 'literal' in argument && argument.literal === '';
  });
}

function isSo({ path, equals }: NonNullable<Sometimes['when']>, facts: Facts): boolean {
  const value = valueAt(facts, path);
  return equals === undefined ? !isEmpty(value) && value !== false : value === equals;
}

function argumentOf(argument: FilterArgument | undefined, facts: Facts): unknown {
  if (argument === undefined) return undefined;
  return 'literal' in argument ? argument.literal : valueAt(facts, argument.path);
}

function valueAt(facts: unknown, path: readonly string[]): unknown {
  return path.reduce((holder, name) => ownOf(holder, name), facts);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value ?? '');
}
