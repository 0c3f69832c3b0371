/** The start cannot go on: `message` is one line that says what and what to do. */
export class StartRefusal extends Error {}

/** @throws StartRefusal for words behind a command of the program: its settings come from the environment alone */
export function requireNoOptions([option]: readonly string[]): void {
  if (option !== undefined)
    throw new StartRefusal(`There is no option "${option}": settings come from the environment, see docs/install.md.`);
}
