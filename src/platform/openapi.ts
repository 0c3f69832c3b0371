import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { withComponents, withDefaults } from './openapi-components.js';
import { ProblemSchema } from './problem.schema.js';
import { programVersion } from './version.js';

const PROBLEM = { 'application/problem+json': { schema: ProblemSchema as object } };

/** Serves the documentation of the API: for people at `/docs`, for programs at `/openapi.json`. */
export function documentApi(app: NestFastifyApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Touchline')
    .setDescription('Every lead owned at once, touched in time or moved on by itself, and closed with a reason.')
    .setVersion(programVersion())
    // The schemas are JSON schema as it is since 2020, which 3.0 did not know.
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key, as it was shown when it was made: tl_…' })
    .addSecurityRequirements('bearer')
    .addGlobalResponse(
      { status: '4XX', description: 'Why it is not done; nothing was changed', content: PROBLEM },
      { status: '5XX', description: 'Not just now: 503 says in `Retry-After` when to try again', content: PROBLEM },
    )
    .build();
  SwaggerModule.setup(
    'docs',
    app,
    () => withComponents<OpenAPIObject>(withDefaults(SwaggerModule.createDocument(app, description))),
    {
      jsonDocumentUrl: 'openapi.json',
    },
  );
}
