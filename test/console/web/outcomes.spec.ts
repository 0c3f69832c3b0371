import { expect, it } from '@jest/globals';
import { OUTCOMES_OF } from '../../../src/console/web/touches/outcomes.js';
import * as api from '../../../src/vocabulary/touch-kinds.js';

it.each(Object.entries(OUTCOMES_OF))(
  'the console offers for a %s the outcomes that the API accepts',
  (kind, offered) => {
    expect([...offered].sort()).toEqual([...api.OUTCOMES_OF[kind as api.TouchKind]].sort());
  },
);
