/** The description of a problem in docs/problems.md. */
export interface ProblemWords {
  readonly status: number;
  readonly hasRetryAfter: boolean;
  /** Its first sentence, in Markdown. */
  readonly summary: string;
}

/** A section of docs/problems.md: its code, the status, `Retry-After` if it is sent, and the first sentence. */
const SECTION = /^## (?<code>\S+)\n\n(?<status>\d{3})(?<retry> with `Retry-After`)?\. (?<summary>.+?[.:])(?= |\n|$)/gm;

/** Returns every problem that the program answers with, by its code. */
export function problemsOf(markdown: string): ReadonlyMap<string, ProblemWords> {
  const sections = [...markdown.matchAll(SECTION)].map(({ groups }) => groups as Record<string, string>);
  return new Map(
    sections.map(({ code, status, retry, summary }) => [
      code!,
      { status: Number(status), hasRetryAfter: retry !== undefined, summary: summary!.replace(/:$/, '.') },
    ]),
  );
}
