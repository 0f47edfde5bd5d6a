import { describe, expect, test } from 'vitest';
import { decodeObject } from './decode';
import recorded from './recorded.json';
import { WireError } from './wire';

/** recorded.json: what the serializers of k8s.io/apimachinery v0.36.3 write for an object, as protobuf and as JSON. */
const objects: readonly { readonly protobuf: string; readonly object: { readonly kind: string } }[] = recorded;

/** To protobuf a list is empty, null or not there all the same. */
function withoutEmptyLists(value: unknown): unknown {
  const isNothing = (key: string, inner: unknown): boolean =>
    Array.isArray(inner) ? inner.length === 0 : inner === null && !/Time(stamp)?$|At$/.test(key);
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (isNothing(key, inner) ? undefined : inner)));
}

describe('what a client writes as protobuf', () => {
  test.each(objects.map((each) => [each.object.kind, each] as const))('%s is what it writes as JSON', (_kind, each) => {
    const decoded = decodeObject(Buffer.from(each.protobuf, 'base64'));
    expect(withoutEmptyLists(decoded)).toEqual(withoutEmptyLists(each.object));
  });

  test('is refused if it is cut short or is something else', () => {
    const whole = Buffer.from(objects[0]?.protobuf ?? '', 'base64');
    for (let length = 0; length < whole.length; length += 1) {
      const decode = () => decodeObject(whole.subarray(0, length));
      // Cut between two fields of the envelope it is an object without content.
      try {
        decode();
      } catch (error) {
        expect(error).toBeInstanceOf(WireError);
      }
    }
    expect(() => decodeObject(Buffer.from('nope'))).toThrow('expected prefix [107 56 115 0]');
    expect(() => decodeObject(Buffer.from('k8s\0garbage'))).toThrow('proto: illegal wireType 7');
  });
});
