import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { withComponents, withDefaults } from './openapi-components.js';
import { ProblemSchema } from './problem.schema.js';
import { programVersion } from './version.js';

const PROBLEM = { 'application/problem+json': { schema: ProblemSchema as object } };

/** What holds for all routes. */
const DESCRIPTION = `
Every lead owned at once, touched in time or moved on by itself, and closed with a reason.

- A key has one or more scopes, and sees and may do what these allow; \`GET /v1/me\` says which it has.
- A POST with the header \`Idempotency-Key\` (up to 255 visible characters of your choice) acts once: sent again to the
  same route within 24 hours it gets its first answer, with \`Idempotent-Replayed: true\`.
- A PUT or DELETE of configuration with the header \`If-Match\`, and a PUT with the \`version\` in its body, is done
  only where that is the present version; otherwise 412.
- What a GET of a resource shows can be changed and sent back as a PUT.
- Times are instants in UTC, such as \`2026-03-02T15:00:00.000Z\`; durations are those of ISO 8601, such as \`PT15M\`.
`.trim();

/** Serves the documentation of the API: for people at `/docs`, for programs at `/openapi.json`. */
export function documentApi(app: NestFastifyApplication): void {
  SwaggerModule.setup('docs', app, () => apiDocument(app), { jsonDocumentUrl: 'openapi.json' });
}

/** All that is known of the routes, by the decorators that stand on them. */
export function apiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Touchline')
    .setDescription(DESCRIPTION)
    .setVersion(programVersion())
    // The schemas are JSON schema as it is since 2020, which 3.0 did not know.
    .setOpenAPIVersion('3.1.0')
    .addSecurity('bearer', {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'tl_…',
      description: 'A key, as it was shown when it was made: tl_…',
    })
    .addSecurityRequirements('bearer')
    .addGlobalResponse(
      { status: '4XX', description: 'Why it is not done; nothing was changed', content: PROBLEM },
      { status: '5XX', description: 'Not just now: 503 says in `Retry-After` when to try again', content: PROBLEM },
    )
    .build();
  return withComponents<OpenAPIObject>(withDefaults(SwaggerModule.createDocument(app, description)));
}
