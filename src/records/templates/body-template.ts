import { type Fault, fault, step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';
import { type Part, readPath, readTemplate } from './expression.js';

/** A JSON body whose texts are templates, and whose parts may repeat for a list or be conditional. */
export type BodyNode =
  | { readonly is: 'constant'; readonly value: unknown }
  | { readonly is: 'text'; readonly pointer: string; readonly parts: readonly Part[] }
  | { readonly is: 'list'; readonly entries: readonly BodyNode[] }
  | { readonly is: 'object'; readonly fields: readonly (readonly [string, BodyNode])[] }
  | Sometimes;

/** `{ "$each"?, "$as"?, "$when"?, "$is"?, "$do" }`: renders `$do` any number of times, including none. */
export interface Sometimes {
  readonly is: 'sometimes';
  readonly pointer: string;
  readonly each?: { readonly path: readonly string[]; readonly as: string };
  readonly when?: { readonly path: readonly string[]; readonly equals?: string | number | boolean };
  readonly does: BodyNode;
}

const BODY_NODES_MAX = 1_000;
const BODY_LEVELS_MAX = 20;
const WORDS = ['$each', '$as', '$when', '$is', '$do'] as const;
const ENTRY_NAME = /^[a-z][A-Za-z0-9_]{0,63}$/;
/** The top-level names that templates can use. */
export const ROOTS = ['deal', 'account', 'form', 'handoff', 'receiver', 'giver', 'record'] as const;

export type ReadBody = { readonly body: BodyNode } | { readonly faults: readonly Fault[] };

export function readBody(written: unknown): ReadBody {
  const reading = new BodyReading();
  const body = reading.node(written, '', 0, 'nowhere');
  return reading.faults.length > 0 ? { faults: reading.faults } : { body };
}

/** Where a node may repeat (`entry`), may be absent (`field`), or neither. */
type Place = 'entry' | 'field' | 'nowhere';

const NOTHING: BodyNode = { is: 'constant', value: null };

class BodyReading {
  readonly faults: Fault[] = [];
  private nodes = 0;

  node(written: unknown, pointer: string, level: number, place: Place): BodyNode {
    this.nodes++;
    if (this.nodes === BODY_NODES_MAX + 1)
      this.complain('', 'tooMany', `Expected at most ${BODY_NODES_MAX} values in a body.`);
    if (level > BODY_LEVELS_MAX) this.complain(pointer, 'tooDeep', `Expected at most ${BODY_LEVELS_MAX} levels.`);
    if (this.nodes > BODY_NODES_MAX || level > BODY_LEVELS_MAX) return NOTHING;
    if (typeof written === 'string') return this.text(written, pointer);
    if (Array.isArray(written))
      return {
        is: 'list',
        entries: written.map((each, index) => this.node(each, pointer + step(index), level + 1, 'entry')),
      };
    if (!isRecord(written)) return { is: 'constant', value: written };
    return Object.keys(written).some((name) => name.startsWith('$'))
      ? this.sometimes(written, pointer, level, place)
      : this.object(written, pointer, level);
  }

  private text(written: string, pointer: string): BodyNode {
    const read = readTemplate(written);
    if ('parts' in read) return { is: 'text', pointer, parts: read.parts };
    this.complain(pointer, 'template', read.fault);
    return NOTHING;
  }

  private object(written: JsonRecord, pointer: string, level: number): BodyNode {
    const fields = Object.entries(written).map(([name, each]): [string, BodyNode] => {
      if (name.includes('{{')) this.complain(pointer + step(name), 'template', 'Names of fields cannot be templates.');
      return [name, this.node(each, pointer + step(name), level + 1, 'field')];
    });
    return { is: 'object', fields };
  }

  private sometimes(written: JsonRecord, pointer: string, level: number, place: Place): BodyNode {
    const { $each, $as, $when, $is, $do } = written;
    for (const name of Object.keys(written))
      if (!(WORDS as readonly string[]).includes(name))
        this.complain(
          pointer + step(name),
          'unknownField',
          `Expected only ${WORDS.join(', ')} in an object that has one of them.`,
        );
    const isBare = $each === undefined && $when === undefined;
    if (place === 'nowhere') this.complain(pointer, 'template', 'The whole body is always there.');
    else if (isBare)
      this.complain(pointer, 'template', 'Expected "$each" (a list), "$when" (what has to be there), or both.');
    else if (place === 'field' && $each !== undefined)
      this.complain(`${pointer}/$each`, 'template', 'Expected "$each" inside a list: [{ "$each": …, "$do": … }].');
    if ($do === undefined) this.complain(pointer, 'template', 'Expected "$do": the value to insert.');
    const each = $each === undefined ? undefined : this.each($each, $as, pointer);
    const when = $when === undefined ? undefined : this.when($when, $is, pointer);
    if ($as !== undefined && $each === undefined)
      this.complain(`${pointer}/$as`, 'template', 'Only "$each" has entries to name.');
    if ($is !== undefined && $when === undefined)
      this.complain(`${pointer}/$is`, 'template', 'Only "$when" compares something.');
    return {
      is: 'sometimes',
      pointer,
      ...(each && { each }),
      ...(when && { when }),
      does: $do === undefined ? NOTHING : this.node($do, `${pointer}/$do`, level + 1, 'nowhere'),
    };
  }

  private each(list: unknown, name: unknown, pointer: string): Sometimes['each'] {
    const path = this.path(list, `${pointer}/$each`);
    const isTaken = (ROOTS as readonly unknown[]).includes(name);
    if (typeof name !== 'string' || !ENTRY_NAME.test(name) || isTaken) {
      const known = `and not one of ${ROOTS.join(', ')}`;
      this.complain(`${pointer}/$as`, 'template', `Expected "$as": the name of an entry, such as "line", ${known}.`);
      return undefined;
    }
    return path === null ? undefined : { path, as: name };
  }

  private when(written: unknown, equals: unknown, pointer: string): Sometimes['when'] {
    const path = this.path(written, `${pointer}/$when`);
    const isValue = equals === undefined || ['string', 'number', 'boolean'].includes(typeof equals);
    if (!isValue) this.complain(`${pointer}/$is`, 'type', 'Expected a text, a number, true or false.');
    if (path === null || !isValue) return undefined;
    return { path, ...(equals !== undefined && { equals: equals as string }) };
  }

  private path(written: unknown, pointer: string): readonly string[] | null {
    const path = typeof written === 'string' ? readPath(written) : null;
    if (path === null)
      this.complain(pointer, 'template', 'Expected the name of a value without braces, such as "form.billing.lines".');
    return path;
  }

  private complain(pointer: string, code: string, message: string): void {
    this.faults.push(fault(pointer, code, message));
  }
}
