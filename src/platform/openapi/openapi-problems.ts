import type { ProblemWords } from '../http/problem-pages.js';
import { ProblemSchema } from '../input/problem.schema.js';
import type { Response } from './openapi-document.js';
import { type Example, withNamed } from './openapi-examples.js';
import { REPLAYED } from './openapi-operations.js';

const PROBLEM_TYPE = 'application/problem+json';

const RETRY_AFTER = {
  'Retry-After': {
    description: 'Whole seconds until it is worth asking again.',
    schema: { type: 'integer', minimum: 1 },
  },
};
/** Header of every problem that is not the request's fault. */
export const REQUEST_ID = {
  'X-Request-Id': {
    description: 'The id with which to find the cause in the server’s log.',
    schema: { type: 'string', format: 'uuid' },
  },
};
const WWW_AUTHENTICATE = {
  'WWW-Authenticate': { description: 'How a key is sent.', schema: { type: 'string', enum: ['Bearer'] } },
};

/** The responses that are problems. Each combination is defined once, among the components of the document. */
export class ProblemResponses {
  private readonly shared = new Map<string, Response>();

  /** @param examples from which those of problems are taken */
  constructor(
    private readonly problems: ReadonlyMap<string, ProblemWords>,
    private readonly examples: readonly Example[],
  ) {}

  /**
   * Returns the responses for problem codes, by status.
   * @param answered responses that use the same statuses otherwise, which only health has
   * @throws Error if docs/problems.md does not have a code
   */
  of(codes: readonly string[], answered: Readonly<Record<string, Response>>): Record<string, Response> {
    const byStatus = new Map<number, string[]>();
    for (const code of codes) {
      const { status } = this.words(code);
      byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
    }
    return Object.fromEntries([...byStatus].map(([status, those]) => [status, this.one(those, answered[status])]));
  }

  /** Returns the shared responses used so far, by the names of their components. */
  named(): Record<string, Response> {
    return Object.fromEntries([...this.shared].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private one(codes: readonly string[], beside: Response | undefined): Response {
    if (beside !== undefined) {
      const { description, content, ...problem } = this.make(codes);
      return {
        ...problem,
        description: `${beside.description}\n\n${description}`,
        content: { ...beside.content, ...content },
      };
    }
    const name = codes.map(inOneWord).join('Or');
    this.shared.set(name, this.shared.get(name) ?? this.make(codes));
    return { $ref: `#/components/responses/${name}` } as unknown as Response;
  }

  private make(codes: readonly string[]): Response {
    const statuses = codes.map((code) => this.words(code).status);
    const headers = {
      // Problems with these two statuses are about the request itself, so the answers are stored.
      ...(statuses.some((status) => status === 409 || status === 422) && REPLAYED),
      ...(codes.some((code) => this.words(code).hasRetryAfter) && RETRY_AFTER),
      ...(statuses.includes(401) && WWW_AUTHENTICATE),
      ...(statuses.some((status) => status >= 500) && REQUEST_ID),
    };
    const content = { [PROBLEM_TYPE]: { schema: ProblemSchema as object as Readonly<Record<string, unknown>> } };
    const seen = codes.flatMap((code) => {
      const body = this.examples.map(({ answer }) => answer.body).find((each) => isOf(each, code));
      return body === undefined ? [] : [[code, body] as const];
    });
    return {
      description: codes.map((code) => `[\`${code}\`](/problems#${code}): ${this.words(code).summary}`).join('\n\n'),
      ...(Object.keys(headers).length > 0 && { headers }),
      content: withNamed(content, PROBLEM_TYPE, seen),
      'x-problems': codes,
    };
  }

  private words(code: string): ProblemWords {
    const words = this.problems.get(code);
    if (words === undefined) throw new Error(`docs/problems.md does not know ${code}`);
    return words;
  }
}

function isOf(body: unknown, code: string): boolean {
  return (body as { type?: unknown } | undefined)?.type === `/problems#${code}`;
}

/** `lead-state` → `LeadState` */
function inOneWord(code: string): string {
  return code.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
