import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';

@Injectable()
export class SigningKeyStore {
  constructor(private readonly database: Database) {}

  read(): Promise<string> {
    return this.database.value('select secret from signing_key');
  }
}
