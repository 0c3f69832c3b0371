import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

/** What is sent to a route, or answered by it. */
export interface Said {
  readonly route: `${string} ${string}`;
  readonly body: unknown;
  /** The status of an answer; absent of a request. */
  readonly status?: number;
}

const CLIENT = '/client.ts';
const PROGRAM = '/program.ts';
const HELPERS = `
import type { paths } from './client.js';
type Json<Has> = Has extends { content: { 'application/json': infer Body } } ? Body : never;
type Sent<Path extends keyof paths, Method extends keyof paths[Path]> =
  paths[Path][Method] extends { requestBody?: infer Body } ? Json<NonNullable<Body>> : never;
type Answered<Path extends keyof paths, Method extends keyof paths[Path], Status> =
  paths[Path][Method] extends { responses: infer All } ? (Status extends keyof All ? Json<All[Status]> : never) : never;
`;

/** The types that a program gets which is written against the document of the API. */
export class GeneratedClient {
  private constructor(readonly source: string) {}

  static async of(document: object): Promise<GeneratedClient> {
    return new GeneratedClient(astToString(await openapiTS(JSON.stringify(document))));
  }

  /** What the compiler says against a program that sends these bodies and takes these answers, each with its route. */
  faultsOf(said: readonly Said[]): string[] {
    const lines = said.map(({ route, body, status }, index) => {
      const [method, path] = route.split(' ') as [string, string];
      const place = `'${path}', '${method.toLowerCase()}'`;
      const type = status === undefined ? `Sent<${place}>` : `Answered<${place}, ${status}>`;
      return `export const said${index}: ${type} = ${JSON.stringify(body)};`;
    });
    const program = `${HELPERS}${lines.join('\n')}\n`;
    const before = HELPERS.split('\n').length - 1;
    return compile({ [CLIENT]: this.source, [PROGRAM]: program }).map(({ line, message }) =>
      line < before ? message : `${said[line - before]!.route}: ${message}`,
    );
  }
}

function compile(sources: Readonly<Record<string, string>>): { line: number; message: string }[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const onDisk = { read: host.readFile, has: host.fileExists };
  host.readFile = (path) => sources[path] ?? onDisk.read(path);
  host.fileExists = (path) => path in sources || onDisk.has(path);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  const program = ts.createProgram(Object.keys(sources), options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => ({
    line: file?.fileName === PROGRAM ? file.getLineAndCharacterOfPosition(start).line : 0,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}
