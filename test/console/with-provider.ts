import type { JWTPayload } from 'jose';
import { TestApplication } from '../support/application.js';
import { TestIdentityProvider } from '../support/identity-provider.js';
import type { Json } from '../support/json.js';

export const PERSON: JWTPayload = { sub: 'noor', email: 'noor@example.com', email_verified: true };

/** Starts the program with an identity provider, and one user whom it knows. @param publicUrl of the program */
export async function startWithProvider(publicUrl: string): Promise<{
  readonly app: TestApplication;
  readonly provider: TestIdentityProvider;
  readonly user: Json;
}> {
  const provider: TestIdentityProvider = await TestIdentityProvider.start(() => app.time.now());
  const app: TestApplication = await TestApplication.start('2026-03-02T08:00:00.000Z', {
    environment: { ...provider.settings, publicUrl, oidcName: 'Acme' },
  });
  const user = await app.must('POST', '/v1/users', {
    email: 'Noor@example.com',
    name: 'Noor Haddad',
    scopes: ['read'],
  });
  return { app, provider, user };
}
