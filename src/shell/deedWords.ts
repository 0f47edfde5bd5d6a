/** Deeds in words: `killContainer pod=web container=nginx`, `cutNetwork node=worker-2`, `addNode node=worker-4`. */
import { checkFault } from '../client/runSchema';
import type { Fault } from '../client/simulation';
import { defaultNode } from '../client/defaultNodes';

/** Fields whose values are numbers. */
const NUMBERS = [
  'code',
  'bytes',
  'millis',
  'port',
  'delayMs',
  'afterRequests',
  'graceSeconds',
  'criticalSeconds',
  'leavesBytes',
];

/** What the words say, or what is wrong with them. Objects are in namespace default unless they say otherwise. */
export function readDeed(words: string): Fault | string {
  const [type = '', ...rest] = words.split(/\s+/);
  const fields: Record<string, unknown> = {};
  for (const word of rest) {
    const [, name, value = ''] = /^(\w+)=(.*)$/.exec(word) ?? [];
    if (name === undefined) return `"${word}" is no name=value`;
    fields[name] = NUMBERS.includes(name) ? Number(value) : value;
  }
  const { node, name = 'load', perSecond = 1, url, ...others } = fields;
  const load = { name, url, perSecond: Number(perSecond), sources: [{ type: 'outside' }] };
  const written =
    type === 'addNode'
      ? { type, node: defaultNode(String(node)) }
      : type === 'startLoad'
        ? { type, load }
        : type === 'stopLoad'
          ? { type, name }
          : {
              type,
              ...(others.pod === undefined ? {} : { namespace: 'default' }),
              ...others,
              ...(node === undefined ? {} : { node }),
            };
  const fault = checkFault(written);
  return typeof fault === 'string' ? `"${words}": ${fault}` : fault;
}
