import { expect, test } from 'vitest';
import { SpdyConnection, type SpdyStream } from './connection';
import { dictionary } from './dictionary';
import {
  FLAG_FIN,
  FrameReader,
  GOAWAY,
  PING,
  RST_STREAM,
  SYN_REPLY,
  SYN_STREAM,
  controlFrame,
  dataFrame,
  words,
} from './frames';
import { HeaderReader, HeaderWriter } from './headerBlock';

/** A client of its own, by hand, and what the server did. */
function connected(takes = true) {
  const said: string[] = [];
  const streams: SpdyStream[] = [];
  const frames = new FrameReader();
  const headers = new HeaderWriter();
  const connection = new SpdyConnection({
    send: (bytes) => {
      for (const frame of frames.take(bytes)) {
        if (frame.type === 'data') said.push(`data ${frame.streamId} ${frame.flags} ${frame.payload}`);
        else said.push(`${frame.kind} ${frame.payload.readUInt32BE(0)}`);
      }
    },
    takes: () => takes,
    onStream: (stream) => streams.push(stream),
    onOver: () => said.push('over'),
  });
  const open = async (id: number, names: Readonly<Record<string, string>> = {}, flags = 0): Promise<void> => {
    const block = await headers.write(new Map(Object.entries(names)));
    connection.receive(controlFrame(SYN_STREAM, Buffer.concat([words(id, 0), Buffer.alloc(2), block]), flags));
    await settled();
  };
  return { connection, said, streams, open };
}
/** zlib works in threads of its own. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 60));

/** Source: RFC 1950, section 9. */
function adler32(bytes: Buffer): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}

test('the dictionary is that of SPDY/3', () => {
  expect(dictionary).toHaveLength(1_423);
  expect(adler32(dictionary)).toBe(0xe3c6a7c2);
});

test('headers are read in lower case, block after block', async () => {
  const writer = new HeaderWriter();
  const reader = new HeaderReader();
  for (const port of ['80', '443']) {
    const block = await writer.write(new Map([['Port', port]]));
    expect([...(await reader.read(block))]).toEqual([['port', port]]);
  }
  await expect(reader.read(Buffer.from('no zlib at all'))).rejects.toThrow();
});

test('a stream is replied to first; bytes go both ways, and each side ends its own', async () => {
  const { connection, said, streams, open } = connected();
  await open(1, { streamType: 'data' });
  expect(said).toEqual([`${SYN_REPLY} 1`]);
  const [stream] = streams;
  expect(stream?.headers.get('streamtype')).toBe('data');
  const heard: string[] = [];
  connection.receive(dataFrame(1, Buffer.from('early ')));
  await settled();
  stream?.listen({
    onData: (data) => heard.push(String(data)),
    onEnd: () => heard.push('end'),
    onReset: () => heard.push('reset'),
  });
  connection.receive(dataFrame(1, Buffer.from('late'), FLAG_FIN));
  connection.receive(dataFrame(1, Buffer.from('too late')));
  await settled();
  stream?.write('answer');
  stream?.end();
  stream?.write('nothing');
  expect(heard).toEqual(['early ', 'late', 'end']);
  expect(said.slice(1)).toEqual(['data 1 0 answer', `data 1 ${FLAG_FIN} `]);
});

test('frames may come in any pieces', async () => {
  const { connection, said, open } = connected();
  await open(1);
  const bytes = Buffer.concat([
    controlFrame(PING, words(7)),
    controlFrame(PING, words(9)),
    controlFrame(PING, words(2)),
  ]);
  for (const byte of bytes) connection.receive(Buffer.from([byte]));
  await settled();
  // Even numbers are the server's own.
  expect(said.slice(1)).toEqual([`${PING} 7`, `${PING} 9`]);
});

test('a stream that is not taken, or has a number that is over, is reset', async () => {
  const refusing = connected(false);
  await refusing.open(1);
  expect(refusing.said).toEqual([`${RST_STREAM} 1`]);
  const { said, open } = connected();
  await open(3);
  await open(3);
  await open(2);
  expect(said).toEqual([`${SYN_REPLY} 3`, `${RST_STREAM} 3`, `${RST_STREAM} 2`]);
});

test('a reset of the client, and its leaving, are told to every stream once', async () => {
  const { connection, said, streams, open } = connected();
  const heard: string[] = [];
  for (const id of [1, 3]) {
    await open(id);
    streams.at(-1)?.listen({ onData: () => {}, onEnd: () => {}, onReset: () => heard.push(`reset ${id}`) });
  }
  connection.receive(controlFrame(RST_STREAM, words(1, 5)));
  await settled();
  expect(heard).toEqual(['reset 1']);
  connection.receive(controlFrame(GOAWAY, words(3, 0)));
  await settled();
  connection.close();
  expect(heard).toEqual(['reset 1', 'reset 3']);
  expect(said.at(-1)).toBe('over');
});

test.each([
  ['another version', Buffer.from([0x80, 2, 0, 1, 0, 0, 0, 0])],
  ['a frame that is too long', Buffer.from([0, 0, 0, 1, 0, 0xff, 0xff, 0xff])],
  ['a frame that is cut off', controlFrame(RST_STREAM, Buffer.from([1]))],
  ['headers that are none', controlFrame(SYN_STREAM, Buffer.concat([words(1, 0), Buffer.from('  garbage')]))],
])('%s ends the connection', async (_what, bytes) => {
  const { connection, said } = connected();
  connection.receive(bytes);
  await settled();
  expect(said).toEqual(['over']);
});
