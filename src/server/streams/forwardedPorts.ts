/**
 * Port-forward over the channels of a WebSocket: for each port a channel of bytes and one of errors.
 * Models k8s.io/cri-streaming/pkg/streaming/portforward/websocket.go (v1.36.3).
 */
import type { WebSocket } from 'ws';
import type { ApiRequest, Transport } from '../../client/transport';
import { channelsOver } from './channelSocket';
import { forwardPort, type ForwardedPort } from './forwardPort';

const PROTOCOLS = {
  'v4.channel.k8s.io': { isBase64: false, hasClose: false },
  'v4.base64.channel.k8s.io': { isBase64: true, hasClose: false },
  '': { isBase64: false, hasClose: false },
} as const;

/** Subprotocols of forwarded ports over channels; '' is none. */
export type PortForwardProtocol = keyof typeof PROTOCOLS;
export const portForwardProtocols = Object.keys(PROTOCOLS) as readonly PortForwardProtocol[]; // Its own keys.

/** The ports that the query names, or what is wrong with them. */
export function portsOf({ query = {} }: ApiRequest): readonly number[] | string {
  const texts = [query.ports ?? []].flat();
  if (texts.length === 0) return 'query parameter "ports" is required';
  const ports: number[] = [];
  for (const text of texts) {
    if (text === '') return 'query parameter "ports" cannot be empty';
    for (const each of text.split(',')) {
      const isDigits = /^\d+$/.test(each);
      if (!isDigits || Number(each) > 65_535) {
        const why = isDigits ? 'value out of range' : 'invalid syntax';
        return `unable to parse "${text}" as a port: strconv.ParseUint: parsing "${each}": ${why}`;
      }
      if (Number(each) < 1) return `port "${text}" must be > 0`;
      ports.push(Number(each));
    }
  }
  return ports;
}

/** Joins `socket` with `ports` of the pod until either side ends it. */
export function serveForwardedPorts(
  socket: WebSocket,
  protocol: PortForwardProtocol,
  transport: Pick<Transport, 'stream'>,
  request: ApiRequest,
  ports: readonly number[],
): void {
  const client = channelsOver(socket, PROTOCOLS[protocol], {
    onData: (channel, data) => {
      if (channel % 2 === 0) forwarded[channel / 2]?.send(data);
    },
    onCloseChannel: () => {},
    onGone: () => {
      for (const each of forwarded) each.close();
    },
  });
  let open = ports.length;
  for (const [index, port] of ports.entries()) {
    const number = Buffer.from([port & 0xff, port >> 8]);
    client.send(2 * index, number);
    client.send(2 * index + 1, number);
  }
  const forwarded: readonly ForwardedPort[] = ports.map((port, index) =>
    forwardPort(transport, request, port, {
      onData: (data) => client.send(2 * index, data),
      onError: (message) => client.send(2 * index + 1, message),
      onEnd: () => {
        open -= 1;
        if (open === 0) client.end();
      },
    }),
  );
}
