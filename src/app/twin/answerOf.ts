/** Requests of a client whose refusals are answers, as lists of many kinds want them: some may not be read. */
import { ApiError } from '../../api/meta/status';
import type { KubeClient } from '../../client/client';
import type { Send } from '../../manifests/liveObjects';

/** Sends through `client`; rejects with other errors than refusals. */
export function answerOf(client: KubeClient): Send {
  return async (request) => {
    try {
      return await client.raw(request);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { code: error.code, body: error.status };
    }
  };
}
