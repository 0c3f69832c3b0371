import { describe, expect, it } from '@jest/globals';
import { isSham } from '../../src/forms/sham.js';

describe('an answer that is only a placeholder', () => {
  it('is recognized in other letters too', () => {
    for (const text of ['？', 'ｘ', 'ＴＢＤ', '𝐭𝐛𝐝', 't\u200bb\u200bd', 'n\u00ada', '\u2060x', '\u200b', 'x\u0301'])
      expect([text, isSham(text)]).toEqual([text, true]);
  });

  it('is not confused with a real answer, in any script', () => {
    for (const text of ['None', '無', 'नहीं', 'Ｋｉｍ', 'Kim\u200bLee', '5', 'A/B test'])
      expect([text, isSham(text)]).toEqual([text, false]);
  });
});
