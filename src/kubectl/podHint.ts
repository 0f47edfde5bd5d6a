/** `logs web` where `web` is a Deployment: the hint beside `pods "web" not found`. Asks the server, so only after that. */
import { ApiError, isReason } from '../api/meta/status';
import type { Invocation } from './command';
import { ConnectionError, type Hint } from './environment';
import type { Access } from './resource/access';

const ofPods = ['attach', 'cp', 'exec', 'logs', 'port-forward'];
const owners = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'ReplicationController', 'Job', 'CronJob'];

/** What helps where a command on pods ended with `error`; undefined if it was about something else. */
export async function podHint(invocation: Invocation, error: unknown): Promise<Hint | undefined> {
  const [, name] = (error instanceof Error && /pods "([^"]+)" not found/.exec(error.message)) || [];
  const [, verb = ''] = invocation.commandPath.split(' ');
  if (name === undefined || !ofPods.includes(verb)) return undefined;
  try {
    const kind = await ownerNamed(await invocation.access(), name);
    return kind === undefined ? undefined : { key: 'nameIsNoPod', params: { name, kind } };
  } catch (failure) {
    if (failure instanceof ApiError || failure instanceof ConnectionError) return undefined; // Then there is no hint.
    throw failure;
  }
}

async function ownerNamed(access: Access, name: string): Promise<string | undefined> {
  const { mappings } = await access.mapper();
  for (const kind of owners) {
    const mapping = mappings.find((each) => each.kind === kind);
    if (mapping === undefined) continue;
    try {
      await access.get({ mapping, name, namespace: access.namespace });
      return kind;
    } catch (error) {
      if (!isReason(error, 'NotFound')) throw error;
    }
  }
  return undefined;
}
