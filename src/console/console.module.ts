import { Module } from '@nestjs/common';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { IdentityProvider } from './oidc/identity-provider.service.js';
import { OidcController } from './oidc/oidc.controller.js';
import { ConsolePages } from './pages.service.js';
import { PreferenceStore } from './preferences/preference.store.js';
import { PreferencesController } from './preferences/preferences.controller.js';
import { LoginStore } from './sessions/login.store.js';
import { LoginMail } from './sessions/login-mail.service.js';
import { SessionController, SessionDoor } from './sessions/session.controller.js';
import { SessionStore } from './sessions/session.store.js';
import { Sessions } from './sessions/sessions.service.js';
import { Signatures } from './signing/signatures.service.js';
import { SigningKeyStore } from './signing/signing-key.store.js';
import { UserStore } from './users/user.store.js';
import { UsersController } from './users/users.controller.js';
import { Users } from './users/users.service.js';

@Module({
  controllers: [SessionController, OidcController, UsersController, PreferencesController],
  providers: [
    Signatures,
    SigningKeyStore,
    Sessions,
    SessionStore,
    SessionDoor,
    LoginMail,
    LoginStore,
    UserStore,
    Users,
    PreferenceStore,
    IdentityProvider,
    ConsolePages,
  ],
})
export class ConsoleModule {
  constructor(traces: TracesOfPersons, preferences: PreferenceStore) {
    traces.add({ eraseKnown: async (tx, known) => ({ preferences: await preferences.erase(tx, known) }) });
  }
}
