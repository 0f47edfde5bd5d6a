import { expect, test } from 'vitest';
import { sha256 } from './sha256';

test('digests are those of FIPS 180-4', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('한'.repeat(40))).toBe('0c9dd4f5c41f11688683e4390bfc04e89949cee9d133be84d33b8a2a6e896981');
});
