import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { DEPENDS_ON, FORMATS } from '../../src/platform/input/checked.js';
import { EARLIEST, LATEST } from '../../src/platform/input/formats.js';
import type { Answer, Client } from './client.js';

/** The formats in answers: those of requests, except that the program sends an instant in one form only. */
const ANSWERED = {
  ...FORMATS,
  'date-time': (text: string) => {
    const at = Date.parse(text);
    return at >= EARLIEST && at <= LATEST && new Date(at).toISOString() === text;
  },
};

export function addAnswerFormats(ajv: Ajv2020): void {
  for (const [name, validate] of Object.entries(ANSWERED)) ajv.addFormat(name, { type: 'string', validate });
}

/** For schemas in tests: optimizing a compiled schema takes as long as compiling it. */
export const COMPILER = { allErrors: true, strict: true, allowUnionTypes: true, code: { optimize: false } } as const;

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>>;
  readonly headers?: object;
  readonly 'x-problems'?: readonly string[];
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { responses: Readonly<Record<string, Response>> }>>>>;
  readonly components: { readonly responses: Readonly<Record<string, Response>> };
}

const PROBLEM_TYPE = 'application/problem+json';

/** Headers with a meaning, which must be documented wherever they are sent. */
const TOLD_HEADERS = ['ETag', 'Retry-After', 'Idempotent-Replayed', 'WWW-Authenticate', 'X-Request-Id'];

/** Compares answers with the API document. */
export class Answers {
  /** All applications have the same document, which a process reads once; it compiles each schema once. */
  private static documented: Promise<Answers> | null = null;

  private readonly ajv = new Ajv2020(COMPILER);
  private readonly templates: readonly { readonly template: string; readonly pattern: RegExp }[];

  private constructor(private readonly document: Document) {
    addAnswerFormats(this.ajv);
    // The top-level keys of the document are no JSON Schema keywords, so strict mode has to know them.
    this.ajv.addVocabulary([...Object.keys(document), DEPENDS_ON]);
    this.ajv.addSchema(document, 'openapi.json');
    this.templates = Object.keys(document.paths)
      // A fixed path comes before one that accepts any id.
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((template) => ({ template, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  }

  static of(client: Client): Promise<Answers> {
    Answers.documented ??= documentOf(client).then((document) => new Answers(document));
    return Answers.documented;
  }

  /** @throws Error unless the route is documented to give this answer */
  check(
    request: { method: string; path: string },
    answer: Pick<Answer, 'status' | 'type' | 'body'> & Partial<Pick<Answer, 'headers'>>,
  ): void {
    const [path] = request.path.split('?') as [string];
    const template = this.templates.find(({ pattern }) => pattern.test(path))?.template;
    const responses = this.document.paths[template ?? path]?.[request.method.toLowerCase()]?.responses;
    // Unknown addresses are not documented.
    if (responses === undefined && (answer.status === 404 || answer.status === 405)) return;
    const what = `${request.method} ${template ?? path} → ${answer.status} ${answer.type}`;
    const response = this.resolved(responses?.[answer.status]);
    const undocumented = TOLD_HEADERS.filter(
      (name) => answer.headers?.has(name) && !(name in (response?.headers ?? {})),
    );
    if (undocumented.length > 0)
      throw new Error(`${what} has headers that are not documented: ${undocumented.join(', ')}`);
    if (answer.headers && 'ETag' in (response?.headers ?? {}) && !answer.headers.has('ETag'))
      throw new Error(`${what} has no ETag, which is documented`);
    const tag = answer.headers?.get('ETag') ?? null;
    if (tag !== null && !/^"\d+"$/.test(tag)) throw new Error(`${what} has the ETag ${tag}, which is no version`);
    const code = answer.type === PROBLEM_TYPE ? String(answer.body.type).replace('/problems#', '') : undefined;
    if (code !== undefined && !response?.['x-problems']?.includes(code))
      throw new Error(`${what} is the problem ${code}, which is not documented there`);
    const ref = response?.content?.[answer.type]?.schema?.$ref;
    if (ref === undefined) throw new Error(`${what} has no schema in the document of the API`);
    const isValid = this.ajv.getSchema(`openapi.json${ref}`)!;
    if (isValid(answer.body)) return;
    const faults = isValid.errors!.map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(' '),
    );
    throw new Error([`${what} is not as documented:`, ...faults, JSON.stringify(answer.body)].join('\n'));
  }

  private resolved(response: Response | undefined): Response | undefined {
    const name = response?.$ref?.split('/').at(-1);
    return name === undefined ? response : this.document.components.responses[name];
  }
}

/** Returns the document that was made at the beginning of the run. Without one, the program says why. */
async function documentOf(client: Client): Promise<Document> {
  const { TEST_API_DOCUMENT: file = '' } = process.env;
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  const { status, body } = await client.get('/openapi.json');
  if (status !== 200) throw new Error(`There is no API document: ${JSON.stringify(body)}`);
  return body;
}
