/**
 * Protobuf's wire format: fields by their numbers.
 * As https://protobuf.dev/programming-guides/encoding has it. Left out: groups, which nobody writes any more.
 */

/** A field as it came: a number, or bytes that only its type explains. */
export type Wire = bigint | Uint8Array;

/** Bytes that are no protobuf; the message is Go's. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** Each field of a message in the order in which it came: its number and its value. Throws WireError. */
export function* fieldsOf(bytes: Uint8Array): Generator<readonly [number, Wire]> {
  const reader = new Reader(bytes);
  while (!reader.isAtEnd) {
    const tag = Number(reader.varint() & 0xffff_ffffn);
    const field = tag >>> 3;
    if (field === 0) throw new WireError(`proto: illegal tag ${field} (wire type ${tag & 7})`);
    yield [field, reader.value(tag & 7)];
  }
}

class Reader {
  #at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }

  value(type: number): Wire {
    switch (type) {
      case 0:
        return this.varint();
      case 1:
        return this.#take(8);
      case 2:
        return this.#take(Number(this.varint()));
      case 5:
        return this.#take(4);
      default:
        throw new WireError(`proto: illegal wireType ${type}`);
    }
  }

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 64n; shift += 7n) {
      const byte = this.bytes[this.#at];
      if (byte === undefined) throw new WireError('unexpected EOF');
      this.#at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('proto: integer overflow');
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.bytes.length) throw new WireError('unexpected EOF');
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }
}
