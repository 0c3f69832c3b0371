/** A line for the person who started the program; everything else is the log's. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whoever read what is said may go away (`npm start | head`): the program goes on working, unheard. */
export function mindNoListener(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
