/** Requests to the API server that a kubeconfig names, for commands that only read it. */
import { isJsonObject } from '../../api/meta/jsonObject';
import type { Send } from '../../manifests/liveObjects';
import type { Target } from '../connect/kubeconfigTarget';
import { upstreamOf } from '../connect/upstream';
import { UsageError } from '../usageError';

/** Does `act` with the way to `target`, and closes it. Throws UsageError where nobody answers. */
export async function withCluster<T>(target: Target, act: (send: Send) => Promise<T>): Promise<T> {
  const upstream = upstreamOf(target);
  const send: Send = async ({ method, path, query = {} }) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) parameters.append(name, one);
    const wanted = { method, target: `${path}?${parameters}`, headers: { accept: 'application/json' } };
    const call = await upstream.begin(wanted, false);
    return new Promise((resolve, reject) => {
      call.on('error', reject);
      call.on('response', (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => {
          text += piece;
        });
        response.on('error', reject);
        response.on('end', () => resolve({ code: response.statusCode ?? 0, body: jsonOf(text) }));
      });
      call.end();
    });
  };
  try {
    return await act(send);
  } catch (error) {
    throw new UsageError(`${target.server.href}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    upstream.close();
  }
}

/** What a proxy on the way says is no JSON. */
function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : { message: text };
  } catch {
    return { message: text };
  }
}
