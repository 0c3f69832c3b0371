import { Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Type } from '@sinclair/typebox';
import { CalledBy, Scopes } from '../../auth/auth.guard.js';
import { type Caller, SCOPES } from '../../auth/scope.js';
import { CheckedBody } from '../../platform/http/checked-input.js';
import { Answers, Operation } from '../../platform/http/operation.js';
import { refuse } from '../../platform/input/refusal.js';
import { objectSchema } from '../../platform/input/schema.js';
import { PreferenceStore } from './preference.store.js';

const BYTES_MAX = 16 * 1024;

const WORDS = 'Any JSON object of at most 16 kB: order, density, theme and whatever else a page stores.';
const PreferencesBody = Type.Object({}, { additionalProperties: true, description: WORDS });
const PreferencesSchema = objectSchema('Preferences', WORDS, {}, { additionalProperties: true });

@ApiTags('Sessions')
@Controller('v1/me/preferences')
export class PreferencesController {
  constructor(private readonly store: PreferenceStore) {}

  @Get()
  @Scopes(...SCOPES)
  @Operation('getPreferences', 'Get one’s preferences')
  @Answers(200, 'The stored object; empty at first.', PreferencesSchema)
  get(@CalledBy() caller: Caller) {
    return this.store.read(ownerOf(caller));
  }

  @Put()
  @Scopes(...SCOPES)
  @Operation('replacePreferences', 'Replace one’s preferences', {
    description: 'They belong to the rep, else to the user or the key, and apply in every browser.',
  })
  @Answers(200, 'The preferences.', PreferencesSchema)
  async replace(@CheckedBody(PreferencesBody) body: Readonly<Record<string, unknown>>, @CalledBy() caller: Caller) {
    const bytes = Buffer.byteLength(JSON.stringify(body));
    if (bytes > BYTES_MAX)
      refuse([
        { pointer: '', code: 'tooLarge', message: `Expected at most ${BYTES_MAX} bytes of JSON; these are ${bytes}.` },
      ]);
    await this.store.put(ownerOf(caller), body);
    return body;
  }
}

function ownerOf({ repId, keyId }: Caller): string {
  return repId ?? keyId;
}
