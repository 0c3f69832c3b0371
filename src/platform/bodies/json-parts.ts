import { step } from '../input/fault.js';
import { Turns } from '../running/turns.js';
import type { Seam } from './body-weight.js';
import { fieldsIn, repeatedField } from './repeated-field.js';

/**
 * A JSON text split at its seams into a frame, and the lists directly in it as runs of whole entries. Each run is
 * parsed by itself, with turns for other work in between. The result equals that of `JSON.parse` for the whole text.
 */
export class JsonParts {
  /** The text outside of the lists. Each list is replaced by a list that contains only its number: `{"leads":[0]}`. */
  private frame = '';
  private readonly lists: string[][] = [];
  /** Where the number of each list is in the frame. */
  private readonly places: number[] = [];
  private runs: string[] = [];
  private text = '';
  private parsedFields = 0;

  /** Number of fields in the parsed body: fewer than in its text if a field is duplicated. */
  get fields(): number {
    return this.parsedFields;
  }

  /** Adds text, in order, without the commas between runs. */
  add(text: string): void {
    this.text += text;
  }

  seam(kind: Seam['kind']): void {
    if (kind === 'opens') this.frame += this.text;
    else this.runs.push(this.text);
    this.text = '';
    if (kind !== 'closes') return;
    this.places.push(this.frame.length);
    this.frame += this.lists.length;
    this.lists.push(this.runs);
    this.runs = [];
  }

  /** @throws SyntaxError */
  async parse(): Promise<unknown> {
    const turns = new Turns();
    const lists: unknown[][] = [];
    for (const runs of this.lists) lists.push(await this.parseList(runs, turns));
    const frame = JSON.parse(this.frame + this.text);
    this.parsedFields += fieldsIn(frame);
    if (lists.length === 0) return frame;
    // Works for any field name: `fromEntries` creates even a field `__proto__`.
    return Object.fromEntries(
      Object.entries(frame).map(([name, value]) => [name, Array.isArray(value) ? lists[value[0]] : value]),
    );
  }

  /** The text before it was split. */
  whole(): string {
    let text = '';
    let from = 0;
    for (const [number, runs] of this.lists.entries()) {
      text += this.frame.slice(from, this.places[number]) + runs.join(',');
      from = this.places[number]! + String(number).length;
    }
    return text + this.frame.slice(from) + [...this.runs, this.text].join(',');
  }

  /** Returns the pointer of the first field that is repeated in the same object, or null. */
  async repeated(): Promise<string | null> {
    const turns = new Turns();
    const frame = this.frame + this.text;
    const inFrame = repeatedField(frame);
    if (inFrame !== null || this.lists.length === 0) return inFrame;
    const names = Object.entries(JSON.parse(frame)).filter(([, value]) => Array.isArray(value));
    for (const [index, runs] of this.lists.entries()) {
      const [name] = names.find(([, value]) => (value as number[])[0] === index)!;
      let before = 0;
      for (const run of runs) {
        const found = repeatedField(`[${run}]`);
        if (found !== null) return step(name) + found.replace(/\d+/, (entry) => String(before + Number(entry)));
        before += (JSON.parse(`[${run}]`) as unknown[]).length;
        await turns.next();
      }
    }
    return null;
  }

  private async parseList(runs: readonly string[], turns: Turns): Promise<unknown[]> {
    const list: unknown[] = [];
    for (const run of runs) {
      const entries: unknown[] = JSON.parse(`[${run}]`);
      if (entries.length === 0 && runs.length > 1) throw new SyntaxError('Expected a value on both sides of a comma.');
      for (const entry of entries) list.push(entry);
      this.parsedFields += fieldsIn(entries);
      await turns.next();
    }
    return list;
  }
}
