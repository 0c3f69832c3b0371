import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { programVersion } from './version.js';

/** Serves the documentation of the API: for people at `/docs`, for programs at `/openapi.json`. */
export function documentApi(app: NestFastifyApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Touchline')
    .setDescription('Every lead owned at once, touched in time or moved on by itself, and closed with a reason.')
    .setVersion(programVersion())
    // The schemas are JSON schema as it is since 2020, which 3.0 did not know.
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'openapi.json',
  });
}
