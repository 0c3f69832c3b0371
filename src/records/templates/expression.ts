import { Liquid, Output, type Template, TokenKind } from 'liquidjs';
import { suggestionFor } from '../../platform/input/near.js';
import { FILTER_NAMES, type FilterArgument, type FilterName, isFilterName } from './filters.js';

/** The content of `{{ … }}`: a path and the filters applied to its value. */
export interface Expression {
  readonly path: readonly string[];
  readonly filters: readonly FilterCall[];
}

export interface FilterCall {
  readonly name: FilterName;
  readonly args: readonly FilterArgument[];
}

export type Part = string | Expression;

type ReadTemplate = { readonly parts: readonly Part[] } | { readonly fault: string };

export const TEMPLATE_LENGTH_MAX = 5_000;
/** A step of a path, as names of form fields and languages are written. */
const STEP = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;
const TAG = /\{%/;
/** A placeholder of a ready-made mapping. */
const BLANK = /‹[^›]*›/;

/** Liquid only parses; evaluation is our own (docs/adr/0044), without Liquid's tags and filters. */
const liquid = new Liquid({ parseLimit: TEMPLATE_LENGTH_MAX * 2, ownPropertyOnly: true, strictVariables: true });
for (const name of Object.keys(liquid.tags)) delete liquid.tags[name];

/** Parses a text such as `Kickoff on {{ form.kickoff.on | default: "a day to be named" }}`. */
export function readTemplate(text: string): ReadTemplate {
  if (text.length > TEMPLATE_LENGTH_MAX) return { fault: `Expected at most ${TEMPLATE_LENGTH_MAX} characters.` };
  const blank = BLANK.exec(text);
  if (blank !== null) return { fault: `Fill in ${blank[0]}.` };
  if (TAG.test(text))
    return { fault: 'Tags are not supported: use { "$each" } for lists, { "$when" } for what may be absent.' };
  try {
    return { parts: liquid.parse(text).map(partOf) };
  } catch (error) {
    if (error instanceof UnreadableError) return { fault: error.message };
    return { fault: `This is no template: ${firstLineOf(error)}.` };
  }
}

/** Parses a bare path, as in `"$each": "form.billing.lines"`. @returns null if it is invalid */
export function readPath(text: string): readonly string[] | null {
  const steps = text.split('.');
  return steps.length <= PATH_STEPS_MAX && steps.every((step) => STEP.test(step)) ? steps : null;
}

const PATH_STEPS_MAX = 12;

/** Distinguishes our own faults from errors that Liquid throws. */
class UnreadableError extends Error {}

function partOf(template: Template): Part {
  if (!(template instanceof Output)) return (template.token as unknown as { getContent(): string }).getContent();
  const { initial, filters } = template.value;
  const [token] = initial.postfix;
  if (initial.postfix.length !== 1 || token === undefined)
    throw new UnreadableError(
      'Expected the name of a value, such as {{ deal.name }}: comparisons are not supported here.',
    );
  return { path: pathOf(token), filters: filters.map(filterOf) };
}

function filterOf({ name, args }: { readonly name: string; readonly args: readonly unknown[] }): FilterCall {
  if (!isFilterName(name))
    throw new UnreadableError(
      `There is no filter ${JSON.stringify(name)}; known are ${FILTER_NAMES.join(', ')}.${suggestionFor(name, FILTER_NAMES)}`,
    );
  return { name, args: args.map((arg) => argumentOf(name, arg)) };
}

interface Token {
  readonly kind: number;
  readonly content?: unknown;
  readonly variable?: unknown;
  readonly props?: readonly Token[];
}

function argumentOf(filter: string, arg: unknown): FilterArgument {
  if (Array.isArray(arg)) throw new UnreadableError(`The filter ${filter} takes no named arguments.`);
  const token = arg as Token;
  if (token.kind === TokenKind.Quoted || token.kind === TokenKind.Number)
    return { literal: token.content as string | number };
  return { path: pathOf(token) };
}

function pathOf(token: Token | object): readonly string[] {
  const { kind, variable, props = [] } = token as Token;
  const steps = props.map(({ kind: each, content }) => (each === TokenKind.Word ? String(content) : ''));
  const isPath = kind === TokenKind.PropertyAccess && variable === undefined && steps.length > 0;
  if (!isPath || steps.length > PATH_STEPS_MAX || !steps.every((step) => STEP.test(step)))
    throw new UnreadableError('Expected the name of a value with dots between its parts, such as {{ deal.name }}.');
  return steps;
}

function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.replace(/, line:\d+, col:\d+$/, '');
}

/** Returns the expression if the text is nothing else, so that its value keeps its type; else null. */
export function wholeOf(parts: readonly Part[]): Expression | null {
  const [part] = parts;
  return parts.length === 1 && typeof part === 'object' ? part : null;
}

export function nameOf(path: readonly string[]): string {
  return path.join('.');
}
