import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemsOf } from '../http/problem-pages.js';
import { readProgramFile } from '../running/files.js';
import { programVersion } from '../running/version.js';
import { withComponents, withDefaults } from './openapi-components.js';
import type { DocumentedOperation } from './openapi-document.js';
import { type Examples, withExamples } from './openapi-examples.js';
import { describedOperation } from './openapi-operations.js';
import { ProblemResponses } from './openapi-problems.js';

/** The parts of the document that do not come from routes. */
export interface Reference {
  /** The first page, in Markdown. */
  readonly introduction: string;
  /** The tags of the routes with their descriptions, in reading order. */
  readonly groups: readonly (readonly [name: string, description: string])[];
  /** All scopes that a key can have. */
  readonly scopes: readonly string[];
}

type Paths = Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;

/** Generates the API document from the decorators of the routes, and from what a test sent to them and saw. */
export function apiDocument(app: INestApplication, reference: Reference): OpenAPIObject {
  const scanned = SwaggerModule.createDocument(app, frontMatter(reference));
  const examples = JSON.parse(readProgramFile('docs', 'api-examples.json')) as Examples;
  const problems = new ProblemResponses(
    problemsOf(readProgramFile('docs', 'problems.md')),
    Object.values(examples).flat(),
  );
  const paths = inOrder(
    scanned.paths as unknown as Paths,
    reference.groups.map(([name]) => name),
  );
  const described = withComponents({
    ...scanned,
    paths: eachOperation(paths, (operation, method) =>
      describedOperation(method, operation, { problems, scopes: reference.scopes }),
    ),
    components: { ...scanned.components, responses: problems.named() },
  } as { paths: Paths; components: object });
  const whole = eachOperation(withDefaults(described).paths, (operation) =>
    withExamples(operation, examples[operation.operationId] ?? []),
  );
  return { ...described, paths: whole } as unknown as OpenAPIObject;
}

function frontMatter({ introduction, groups }: Reference) {
  const builder = new DocumentBuilder()
    .setTitle('Touchline')
    .setDescription(introduction)
    .setVersion(programVersion())
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This node')
    // The schemas are JSON schema of 2020, which OpenAPI 3.0 does not support.
    .setOpenAPIVersion('3.1.0')
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      description: 'An API key, as it was shown when it was created: `tl_…`. `POST /v1/api-keys` creates one.',
    })
    .addSecurityRequirements('bearer');
  for (const [name, description] of groups) builder.addTag(name, description);
  return builder.build();
}

function eachOperation(
  paths: Paths,
  change: (operation: DocumentedOperation, method: string) => DocumentedOperation,
): Paths {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, change(operation, method)])),
    ]),
  );
}

/** Sorts the paths by their groups; within a group, each collection comes before what is in it. */
function inOrder(paths: Paths, groups: readonly string[]): Paths {
  const all = Object.entries(paths);
  const rootOf = (path: string) => path.split('/').slice(0, 3).join('/');
  const roots = [...new Set(all.map(([path]) => rootOf(path)))];
  const placeOf = ([path, methods]: [string, Paths[string]]) => [
    groups.indexOf(Object.values(methods)[0]!.tags[0]!),
    roots.indexOf(rootOf(path)),
    path.split('/').length,
  ];
  const places = new Map(all.map((each) => [each[0], placeOf(each)]));
  const apart = (a: string, b: string) =>
    places
      .get(a)!
      .map((place, index) => place - places.get(b)![index]!)
      .find((step) => step !== 0) ?? 0;
  return Object.fromEntries(all.sort(([a], [b]) => apart(a, b)));
}
