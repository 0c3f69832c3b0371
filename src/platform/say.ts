/** A line for the person who started the program; everything else is the log's. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
