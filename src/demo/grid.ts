/**
 * Lines of cells under each other: the first column to the left, numbers to the right, a rule below the first line.
 * @param hasTotal whether the last line is the sum of the others, and stands below a rule of its own
 */
export function renderGrid(lines: readonly (readonly string[])[], hasTotal: boolean): string {
  const widths = lines[0]!.map((_, place) => Math.max(...lines.map((cells) => cells[place]!.length)));
  const rule = widths.map((width) => '─'.repeat(width)).join('──');
  const text = lines.map((cells) => cells.map((cell, place) => aligned(cell, widths[place]!, place)).join('  '));
  return hasTotal
    ? [text[0], rule, ...text.slice(1, -1), rule, text.at(-1)].join('\n')
    : [text[0], rule, ...text.slice(1)].join('\n');
}

function aligned(cell: string, width: number, place: number): string {
  return place === 0 ? cell.padEnd(width) : cell.padStart(width);
}
