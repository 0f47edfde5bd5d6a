/** Bytes over a TLS socket, as a broken or hostile client sends them. */
import { type TLSSocket, connect } from 'node:tls';

export interface TalkOptions {
  /** How long a server may be silent before the talk is over. */
  readonly silenceMs?: number;
  /** Hang up as soon as everything is written. */
  readonly hangsUp?: boolean;
  /** Most bytes that are read before hanging up. */
  readonly mostBytes?: number;
}

/** A TLS connection to the server at `url`; errors of the socket are its end. */
export function dial(url: string): Promise<TLSSocket> {
  const { port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.on('error', reject);
    socket.on('error', () => socket.destroy());
  });
}

/** Sends `pieces`, one write each; hands back what came until the server closed or fell silent. */
export async function talk(
  url: string,
  pieces: readonly (string | Buffer)[],
  { silenceMs = 60, hangsUp = false, mostBytes = 1_000_000 }: TalkOptions = {},
): Promise<string> {
  const socket = await dial(url);
  let heard = '';
  return new Promise((resolve) => {
    const finish = (): void => {
      socket.destroy();
      resolve(heard);
    };
    const timer = setTimeout(finish, silenceMs);
    socket.on('data', (piece) => {
      heard += piece.toString('latin1');
      timer.refresh();
      if (heard.length > mostBytes) finish();
    });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(heard);
    });
    for (const piece of pieces) socket.write(piece);
    if (hangsUp) setImmediate(finish);
  });
}

/** The codes of the HTTP answers in what was heard. */
export function codesOf(heard: string): readonly number[] {
  return [...heard.matchAll(/HTTP\/1\.[01] (\d{3}) /g)].map(([, code]) => Number(code));
}
