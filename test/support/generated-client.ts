import { readFileSync } from 'node:fs';
import ts from 'typescript';

export interface Said {
  readonly route: `${string} ${string}`;
  readonly body: unknown;
  /** The status of an answer; absent for a request. */
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

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  exactOptionalPropertyTypes: true,
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

/** The types of `clients/typescript`, against which users write programs. */
export class GeneratedClient {
  private readonly source = readFileSync('clients/typescript/src/api.ts', 'utf8');
  /** Library files, parsed once for all programs. */
  private readonly parsed = new Map<string, ts.SourceFile | undefined>();

  /** @throws Error if the types do not compile */
  constructor() {
    const [fault] = this.compile(CLIENT, '');
    if (fault !== undefined) throw new Error(`${CLIENT}, line ${fault.line + 1}: ${fault.message}`);
  }

  /**
   * Returns the compiler's errors in a program that sends these bodies and receives these answers, each with its route.
   */
  faultsOf(said: readonly Said[]): string[] {
    const lines = said.map(({ route, body, status }, index) => {
      const [method, path] = route.split(' ') as [string, string];
      const place = `'${path}', '${method.toLowerCase()}'`;
      const type = status === undefined ? `Sent<${place}>` : `Answered<${place}, ${status}>`;
      return `export const said${index}: ${type} = ${JSON.stringify(body)};`;
    });
    const before = HELPERS.split('\n').length - 1;
    return this.compile(PROGRAM, `${HELPERS}${lines.join('\n')}\n`).map(({ line, message }) =>
      line < before ? message : `${said[line - before]!.route}: ${message}`,
    );
  }

  /** @param checked the file whose errors are returned */
  private compile(checked: string, program: string): { line: number; message: string }[] {
    const sources: Readonly<Record<string, string>> = { [CLIENT]: this.source, [PROGRAM]: program };
    const host = ts.createCompilerHost(OPTIONS);
    const onDisk = { read: host.readFile, has: host.fileExists };
    host.readFile = (path) => sources[path] ?? onDisk.read(path);
    host.fileExists = (path) => path in sources || onDisk.has(path);
    host.getSourceFile = (path, version) => {
      if (this.parsed.has(path)) return this.parsed.get(path);
      const text = host.readFile(path);
      const file = text === undefined ? undefined : ts.createSourceFile(path, text, version);
      if (path !== PROGRAM) this.parsed.set(path, file);
      return file;
    };
    const compiled = ts.createProgram(Object.keys(sources), OPTIONS, host);
    const file = compiled.getSourceFile(checked)!;
    return [
      ...compiled.getOptionsDiagnostics(),
      ...compiled.getSyntacticDiagnostics(file),
      ...compiled.getSemanticDiagnostics(file),
    ].map(({ start = 0, messageText }) => ({
      line: file.getLineAndCharacterOfPosition(start).line,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }));
  }
}
