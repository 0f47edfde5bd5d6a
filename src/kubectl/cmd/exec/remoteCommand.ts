/**
 * A command that runs, or is looked at, in a container: its streams, its terminal, how it ends.
 * Models staging/src/k8s.io/client-go/tools/remotecommand (v1.36.3), on the channels of v5.channel.k8s.io.
 */
import type { Status } from '../../../api/meta/status';
import type { ApiRequest, ApiResponse, Stream, StreamMessage } from '../../../client/transport';
import type { Invocation } from '../../command';
import { CommandError, ExitError } from '../../errors';
import { settled } from '../../waiting';

const NO_TERMINAL = 'Unable to use a TTY - input is not a terminal or the right kind of file\n';
/** Of a process that Ctrl-C ended. */
const INTERRUPTED = 130;

/** What of -i and -t can be had. */
export interface RemoteStreams {
  readonly stdin: boolean;
  readonly tty: boolean;
}

/** Without -i there is no -t; without a terminal, -t is told to be in vain and left out. */
export function remoteStreamsOf({ flags, io }: Invocation, wantsTty: boolean): RemoteStreams {
  const stdin = flags.bool('stdin');
  if (!stdin || !wantsTty) return { stdin, tty: false };
  if (io.input.isTerminal) return { stdin, tty: true };
  if (!flags.bool('quiet')) void io.err(NO_TERMINAL);
  return { stdin, tty: false };
}

/** Runs it to its end. Rejects with CommandError for a refusal, with ExitError for the command's own exit code. */
export async function runRemotely(
  invocation: Invocation,
  request: ApiRequest,
  { stdin, tty }: RemoteStreams,
): Promise<void> {
  const { io } = invocation;
  const access = await invocation.access();
  let status: Status | undefined;
  const restore = tty ? io.input.raw?.() : undefined;
  try {
    const end = await settled<ApiResponse>(invocation, undefined, (settle) => {
      let isOver = false;
      const stream = access.stream(request, {
        onMessage: ({ channel, data }) => {
          if (channel === 1) void io.out(data);
          else if (channel === 2) void io.err(data);
          else if (channel === 3) status = JSON.parse(data) as Status; // The channel's content by its protocol.
        },
        onEnd: (response) => {
          isOver = true;
          settle(response);
        },
      });
      if (tty) stream.send(terminalSize(invocation));
      if (stdin && !isOver) void sendInput(invocation, stream, () => isOver);
      return () => {
        isOver = true;
        stream.close();
      };
    });
    if (end === 'interrupted') throw new ExitError(INTERRUPTED);
    // 0: nobody answered.
    if (end !== 'timeout' && end.code === 0) throw new CommandError(textOf(end));
    if (end !== 'timeout' && end.code >= 300) throw new CommandError(`unable to upgrade connection: ${textOf(end)}`);
  } finally {
    restore?.();
  }
  await tellEnd(invocation, status);
}

function terminalSize({ io }: Invocation): StreamMessage {
  return { channel: 4, data: JSON.stringify({ Width: io.columns, Height: io.rows ?? 24 }) };
}

/** Passes on what is typed; its end ends the command's input. */
async function sendInput({ io }: Invocation, stream: Stream, isOver: () => boolean): Promise<void> {
  for (;;) {
    const data = await io.input.read();
    if (isOver()) return;
    stream.send(data === undefined ? { channel: 255, data: '0' } : { channel: 0, data });
    if (data === undefined) return;
  }
}

function textOf({ body }: ApiResponse): string {
  return typeof body === 'object' && body !== null ? ((body as Status).message ?? '') : String(body); // Or a Status.
}

async function tellEnd({ io }: Invocation, status: Status | undefined): Promise<void> {
  if (status === undefined || status.status === 'Success') return;
  const cause = status.details?.causes?.find(({ reason }) => reason === 'ExitCode');
  if (status.reason !== 'NonZeroExitCode' || cause?.message === undefined) {
    throw new CommandError(status.message ?? '');
  }
  await io.err(`command terminated with exit code ${cause.message}\n`);
  throw new ExitError(Number(cause.message));
}
