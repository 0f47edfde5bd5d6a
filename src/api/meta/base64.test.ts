import { expect, test } from 'vitest';
import { utf8Bytes, utf8Length } from './base64';

test.each(['', 'abc', 'é', '가나다', '😀😀', 'a😀', '\ud83d', '\ude00x', '\ud83d\ud83d\ude00', '\u07ff\u0800'])(
  '%j has as many bytes as are counted',
  (text) => {
    expect(utf8Length(text)).toBe(utf8Bytes(text).length);
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  },
);
