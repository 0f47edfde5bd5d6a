/** What an action acts on: an object of the cluster as the page knows it, or the cluster itself. */
import type { Node } from '../../api/core/node';
import type { Container, Pod } from '../../api/core/pod';
import { type Kind, type Kinds, kinds } from '../../api/kinds';

/** Kinds of which one asks for a number of pods: those with a scale subresource. */
export type ScalableObject = Extract<Kinds[Kind], { readonly spec: { readonly replicas: number } }>;

/** `container` is absent where the pod's first one is meant. */
export type Target =
  | { readonly type: 'pod'; readonly object: Pod; readonly container?: string }
  | { readonly type: 'node'; readonly object: Node }
  | { readonly type: 'scalable'; readonly kind: Kind; readonly object: ScalableObject }
  | { readonly type: 'other'; readonly kind: Kind; readonly object: Kinds[Kind] }
  | { readonly type: 'cluster' };

/** The target for `object` of `kind`. */
export function targetOf(kind: Kind, object: Kinds[Kind], container?: string): Target {
  // `kind` names the object's type: the page's store keeps one shelf per kind.
  if (kind === 'Pod') return { type: 'pod', object: object as Pod, ...(container === undefined ? {} : { container }) };
  if (kind === 'Node') return { type: 'node', object: object as Node };
  if (isScalable(kind)) return { type: 'scalable', kind, object: object as ScalableObject };
  return { type: 'other', kind, object };
}

/** True if `kubectl scale` works on the kind. */
export function isScalable(kind: Kind): boolean {
  return kinds[kind].subresources.includes('scale');
}

/** The container that is meant; undefined only for a pod without containers, which no API server stores. */
export function containerOf(target: Extract<Target, { type: 'pod' }>): Container | undefined {
  const { containers, initContainers = [] } = target.object.spec;
  return [...containers, ...initContainers].find(({ name }) => name === target.container) ?? containers[0];
}

/** The kind of the target; undefined for the cluster. */
export function kindOfTarget(target: Target): Kind | undefined {
  switch (target.type) {
    case 'pod':
      return 'Pod';
    case 'node':
      return 'Node';
    case 'scalable':
    case 'other':
      return target.kind;
    case 'cluster':
      return undefined;
    default:
      return target satisfies never;
  }
}

/** The word that stands for a kind on a command line: `pod`, `rc`, `rs`, `deployment`. */
function kubectlWord(kind: Kind): string {
  if (kind === 'ReplicationController' || kind === 'ReplicaSet') return kinds[kind].shortNames[0] ?? kind.toLowerCase();
  return kind.toLowerCase();
}

/** `pod kubia -n demo`; the default namespace is not spelt out. */
export function kubectlObject(kind: Kind, object: Kinds[Kind]): string {
  const { name, namespace } = object.metadata;
  const scope = namespace === undefined || namespace === 'default' ? '' : ` -n ${namespace}`;
  return `${kubectlWord(kind)} ${name}${scope}`;
}
