/** The start cannot go on: `message` is one line that says what and what to do. */
export class StartRefusal extends Error {}
