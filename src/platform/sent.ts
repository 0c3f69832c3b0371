import type { TSchema } from '@sinclair/typebox';
import { checkShape } from './checked.js';
import { draftOf, WHOLE } from './draft.js';
import { apartFrom, FAULTS_MAX, type Fault } from './fault.js';
import { refuse } from './refusal.js';
import { normaliseText } from './text.js';

/**
 * A body as it was sent: taken as a whole, or refused with all of its faults. Those of its shape are known at once; what
 * it means (ids that exist, conditions, dates) is asked of the draft by whoever takes it.
 */
export class Sent<Body> {
  private constructor(
    /** The body; with something harmless wherever its shape is at fault. To be asked for more faults, never to be acted on. */
    readonly draft: Body,
    /** Of its shape. */
    private readonly faults: readonly Fault[],
    private readonly replaced: readonly string[],
  ) {}

  /** @param howMany of the faults of its shape are looked for */
  static read<Body>(schema: TSchema, value: unknown, howMany: 'all' | 'first' = 'all'): Sent<Body> {
    const { value: body, faults: ofText, isHeavy } = normaliseText(value);
    const { faults: ofShape, areAll } = checkShape(schema, body, isHeavy ? 'first' : howMany);
    const faults = [...ofText, ...apartFrom(ofText, ofShape)];
    // Where not every fault is known, nothing of the body can be relied on.
    const isKnown = areAll && ofText.length < FAULTS_MAX;
    const draft = draftOf(schema, body, isKnown ? faults.map(({ pointer }) => pointer) : [WHOLE]);
    return new Sent(draft.value as Body, faults, draft.replaced);
  }

  /** Something of our own making, which needs no check of its shape. */
  static whole<Body>(body: Body): Sent<Body> {
    return new Sent(body, [], []);
  }

  get isWellFormed(): boolean {
    return this.faults.length === 0;
  }

  /** The same body in another form; pointers stay those of what was sent. */
  as<Other>(form: (body: Body) => Other): Sent<Other> {
    return new Sent(form(this.draft), this.faults, this.replaced);
  }

  /** The same with further faults that are known. */
  and(faults: readonly Fault[]): Sent<Body> {
    return new Sent(this.draft, this.faultsWith(faults), this.replaced);
  }

  /** All of its faults. @param meant those of what it means, found in the draft */
  faultsWith(meant: readonly Fault[]): readonly Fault[] {
    return [...this.faults, ...meant.filter(({ pointer }) => !this.isKnownToBeFaulty(pointer))];
  }

  /** @returns the body, to act on. @throws InvalidRequestError with all of its faults */
  accept(meant: readonly Fault[] = []): Body {
    refuse(this.faultsWith(meant));
    return this.draft;
  }

  /** What was replaced, or holds or is held by something that was, cannot be judged any further. */
  private isKnownToBeFaulty(pointer: string): boolean {
    return (
      this.faults.some((fault) => fault.pointer === pointer) ||
      this.replaced.some((each) => each === pointer || each.startsWith(`${pointer}/`) || pointer.startsWith(`${each}/`))
    );
  }
}
