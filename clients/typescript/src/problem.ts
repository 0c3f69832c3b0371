/** What is wrong with one field. */
export interface Fault {
  /** A JSON pointer into what was sent. */
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** A request that was refused, with the problem that was answered (RFC 9457). */
export class TouchlineProblem extends Error {
  override readonly name = 'TouchlineProblem';
  /** The page of the problem: its end is the code, such as `invalid-request`. */
  readonly type: string;
  readonly errors: readonly Fault[];

  constructor(
    readonly status: number,
    readonly body: Readonly<Record<string, unknown>>,
  ) {
    super(String(body.detail ?? body.title ?? `It was answered with ${status}`));
    this.type = String(body.type ?? 'about:blank');
    this.errors = Array.isArray(body.errors) ? body.errors : [];
  }
}
