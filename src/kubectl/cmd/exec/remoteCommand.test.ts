import { beforeEach, expect, test } from 'vitest';
import { failure } from '../../../api/meta/status';
import type { ApiRequest, StreamHandlers, StreamMessage } from '../../../client/transport';
import type { Invocation } from '../../command';
import type { Io } from '../../environment';
import { CommandError, ExitError } from '../../errors';
import { type RemoteStreams, remoteStreamsOf, runRemotely } from './remoteCommand';

const request: ApiRequest = { method: 'POST', path: '/exec' };
const plain: RemoteStreams = { stdin: false, tty: false };
let printed: { out: string; err: string };
let sent: StreamMessage[];
let isRaw: boolean;
let isClosed: boolean;
let interrupt: () => void;
beforeEach(() => {
  printed = { out: '', err: '' };
  sent = [];
  isRaw = false;
  isClosed = false;
});

/** A run on a server whose stream does what `serve` says. */
function invocation(
  serve: (handlers: StreamHandlers, message?: StreamMessage) => void,
  { keys = [], isTerminal = false, flags = [] }: { keys?: string[]; isTerminal?: boolean; flags?: string[] } = {},
): Invocation {
  const io: Io = {
    input: {
      isTerminal,
      read: async () => keys.shift(),
      raw: () => {
        isRaw = true;
        return () => {
          isRaw = false;
        };
      },
    },
    out: (text) => void (printed.out += text),
    err: (text) => void (printed.err += text),
    hint: () => {},
    interrupt: {
      interrupted: false,
      onInterrupt: (listener) => {
        interrupt = listener;
        return () => {};
      },
    },
    isTerminal,
    columns: 100,
    rows: 30,
  };
  const stream = (_request: ApiRequest, handlers: StreamHandlers) => {
    serve(handlers);
    return {
      send: (message: StreamMessage) => {
        sent.push(message);
        serve(handlers, message);
      },
      close: () => {
        isClosed = true;
      },
    };
  };
  // Only what a remote command looks at.
  return {
    io,
    flags: { bool: (name: string) => flags.includes(name) },
    env: {},
    access: async () => ({ stream }),
  } as object as Invocation;
}

const ends = (handlers: StreamHandlers, status: object) => {
  handlers.onMessage({ channel: 3, data: JSON.stringify(status) });
  handlers.onEnd({ code: 200, body: '' });
};

test('both outputs are printed apart, and success is silent', async () => {
  const run = invocation((handlers) => {
    handlers.onMessage({ channel: 1, data: 'out\n' });
    handlers.onMessage({ channel: 2, data: 'err\n' });
    ends(handlers, { status: 'Success' });
  });
  await runRemotely(run, request, plain);
  expect(printed).toEqual({ out: 'out\n', err: 'err\n' });
});

test('the exit code of the command is that of kubectl', async () => {
  const causes = [{ reason: 'ExitCode', message: '3' }];
  const run = invocation((handlers) =>
    ends(handlers, { status: 'Failure', reason: 'NonZeroExitCode', details: { causes } }),
  );
  const error: unknown = await runRemotely(run, request, plain).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExitError);
  expect(error).toMatchObject({ code: 3 });
  expect(printed.err).toBe('command terminated with exit code 3\n');
});

test('a refusal of the connection is told', async () => {
  const body = failure(400, 'BadRequest', 'pod nofit does not have a host assigned');
  const run = invocation((handlers) => handlers.onEnd({ code: 400, body }));
  await expect(runRemotely(run, request, plain)).rejects.toThrow(
    new CommandError('unable to upgrade connection: pod nofit does not have a host assigned'),
  );
});

test('what is typed goes to the container key by key, after the size of the terminal', async () => {
  const run = invocation(
    (handlers, message) => {
      if (message?.data === '\x04') ends(handlers, { status: 'Success' });
    },
    { keys: ['l', 's', '\x04'], isTerminal: true },
  );
  const running = runRemotely(run, request, { stdin: true, tty: true });
  await Promise.resolve();
  expect(isRaw).toBe(true);
  await running;
  expect(isRaw).toBe(false);
  expect(sent.slice(0, 3)).toEqual([
    { channel: 4, data: '{"Width":100,"Height":30}' },
    { channel: 0, data: 'l' },
    { channel: 0, data: 's' },
  ]);
});

test('the end of the input ends the input of the command', async () => {
  const run = invocation(
    (handlers, message) => {
      if (message?.channel === 255) ends(handlers, { status: 'Success' });
    },
    { keys: ['text\n'] },
  );
  await runRemotely(run, request, { stdin: true, tty: false });
  expect(sent).toEqual([
    { channel: 0, data: 'text\n' },
    { channel: 255, data: '0' },
  ]);
});

test('Ctrl-C hangs up', async () => {
  const running = runRemotely(
    invocation(() => {}),
    request,
    plain,
  );
  await Promise.resolve();
  await Promise.resolve();
  interrupt();
  await expect(running).rejects.toMatchObject({ code: 130 });
  expect(isClosed).toBe(true);
});

test('-t without a terminal is told to be in vain', () => {
  const run = invocation(() => {}, { flags: ['stdin', 'tty'] });
  expect(remoteStreamsOf(run, true)).toEqual({ stdin: true, tty: false });
  expect(printed.err).toBe('Unable to use a TTY - input is not a terminal or the right kind of file\n');
});
