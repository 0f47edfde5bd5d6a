/** How writes, components and moments are called in the control plane view. */
import { statusTexts } from '../../api/meta/statusTexts';
import type { WriteActivity } from '../../client/activity';
import type { Translate } from '../i18n/text';
import { shortClock } from '../timeline/clockText';
import { requestText } from '../timeline/deeds';

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', DELETE: 'delete' };

/** The last part of an etcd key: the object's name. */
export function nameOfKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** `create pod kubia-c4m8j`, `update replicaset kubia status`. */
export function writeText({
  method,
  path,
  code,
  stored,
}: Pick<WriteActivity, 'method' | 'path' | 'code' | 'stored'>): string {
  const [first] = stored;
  if (code === 0)
    return `${VERBS[method] ?? method} ${first?.kind.toLowerCase() ?? ''} ${nameOfKey(first?.key ?? path)}`;
  const body = first === undefined ? undefined : { metadata: { name: nameOfKey(first.key) } };
  const text = requestText({ method: method as 'POST', path, body }); // The engine says what HTTP says.
  // What names no object is a document of the API: `get /apis`.
  return text.trim().includes(' ') ? text : `${text.trim()} ${path}`;
}

/** `kubelet worker-1`, `replicaset-controller`, `kubectl`. */
export function actorText(actor: string, controller: string | undefined, t: Translate): string {
  if (actor === 'you') return t('controlPlane.you');
  return controller ?? actor.replace('/', ' ');
}

/** `12:58.004`: the clock with milliseconds, since the run began. */
export function exactClock(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  return `${shortClock(whole)}.${String(whole % 1000).padStart(3, '0')}`;
}

/** `replicaset-controller` as it stands on a chip. */
export function controllerText(name: string): string {
  return name.replace(/-controller$/, '');
}

/** `201 Created`. */
export function codeText(code: number): string {
  return `${code} ${statusTexts[code] ?? ''}`.trim();
}
