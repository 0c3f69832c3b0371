import { counted } from './counted.js';

/** Something in a file that a person should know of, and that is no reason to refuse the file. */
export interface Remark {
  /** The name of the file, without its folder. */
  readonly file: string;
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  /** Remarks of one kind are told together. */
  readonly kind: string;
  /** Goes on after "line 7": ", Employees: "50-100" is a range". */
  readonly text: string;
}

export type Remarked = Omit<Remark, 'file' | 'line'>;

const SHOWN = 3;
const LINES_SHOWN = 20;

/** A heading for each file; of each kind the first remarks in full, and the lines of the others. */
export function remarkLines(remarks: readonly Remark[]): string[] {
  return [...groupBy(remarks, ({ file }) => file)].flatMap(([file, ofFile]) => [
    `${counted(ofFile.length, 'remark')} on ${file}:`,
    ...[...groupBy(ofFile, ({ kind }) => kind).values()].flatMap(kindLines),
    '',
  ]);
}

function kindLines(remarks: readonly Remark[]): string[] {
  const others = remarks.slice(SHOWN).map(({ line }) => line);
  const named = others.slice(0, LINES_SHOWN).join(', ');
  const rest = others.length > LINES_SHOWN ? ` and ${others.length - LINES_SHOWN} further on` : '';
  return [
    ...remarks.slice(0, SHOWN).map(({ line, text }) => `  line ${line}${text}`),
    ...(others.length === 0
      ? []
      : [`  and ${others.length} more like it: ${others.length === 1 ? 'line' : 'lines'} ${named}${rest}`]),
  ];
}

function groupBy(remarks: readonly Remark[], keyOf: (remark: Remark) => string): Map<string, Remark[]> {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const group = groups.get(keyOf(remark));
    if (group === undefined) groups.set(keyOf(remark), [remark]);
    else group.push(remark);
  }
  return groups;
}
