/** Over a worker no connection can fail: it answers with code 0 instead. kubectl expects a failure. */
import type { ApiResponse, Transport } from '../../client/transport';
import { ConnectionError } from '../../kubectl/environment';

/** `transport` that rejects with ConnectionError where no server answered. */
export function answeringTransport(transport: Transport): Transport {
  return {
    ...transport,
    request: async (request) => {
      const response = await transport.request(request);
      if (response.code === 0) throw new ConnectionError('other', messageOf(response));
      return response;
    },
  };
}

function messageOf({ body }: ApiResponse): string {
  const { message } = (body ?? {}) as { readonly message?: unknown }; // Looked at here.
  return typeof message === 'string' ? message : 'no answer';
}
