/** What a person is told of an import or export: what was left out, what was changed, and why. Data; the words are elsewhere. */

/** Why an object is not taken. */
export type LeftOutKey =
  /** Its owner is taken and makes it again. */
  | 'madeAgain'
  /** Every cluster comes with its own. */
  | 'bootstrap'
  /** It belongs to a namespace of the system, which was not asked for. */
  | 'system'
  /** Components report it by themselves; nobody configures it. */
  | 'reported'
  | 'token'
  | 'helmRelease'
  /** Helm makes it for a test, an upgrade or an end alone. */
  | 'helmHook'
  /** A job or pod that has come to its end would run once more. */
  | 'finished'
  | 'terminating'
  /** A kubelet made it from a file of its machine. */
  | 'mirrorPod'
  /** Nobody would answer the API server. */
  | 'webhook'
  | 'apiService'
  /** The volume was made for a claim, and will be made anew. */
  | 'provisioned'
  | 'noDefinition'
  | 'unservedVersion'
  /** `why` in the parameters. */
  | 'invalid'
  | 'duplicate'
  /** The cluster does not let one list the kind: `kind` and `why` in the parameters. */
  | 'forbidden'
  /** `most` in the parameters. */
  | 'tooMany'
  /** Machines do not travel with manifests. */
  | 'node'
  /** An Image tells the simulation what an image does; a real cluster pulls it. */
  | 'image';

/** What is different from the original. */
export type ChangedKey =
  | 'secretValues'
  /** The owner was not taken, so the object stands alone. */
  | 'ownerDropped'
  | 'finalizers'
  | 'clusterIP'
  | 'nodePort'
  | 'ipFamilies'
  | 'provisioner'
  /** Nobody knows what the image does: a generic server stands in. */
  | 'standIn'
  /** Images are told apart by tag here. */
  | 'digest'
  /** A container that must end, of an image that nobody knows. */
  | 'endsAtOnce'
  /** A probe or hook runs a program that the stand-in has not. */
  | 'execProbe'
  | 'ephemeralContainers'
  | 'nodeName'
  | 'poweredOff'
  | 'nodeSize'
  | 'conversion';

/** What stays, or comes in addition, and should be known. */
export type NoticeKey =
  /** A plain value of an environment variable that looks like a credential. */
  | 'credential'
  /** The files have no nodes. */
  | 'noNodes'
  | 'addedProvisioner'
  /** Made because others cannot be made without it. */
  | 'added'
  /** Pods wait for it; `by` in the parameters. */
  | 'missing';

export type NoteKey = LeftOutKey | ChangedKey | NoticeKey;

/** The object that a note is about. */
export interface Subject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** One thing to tell. `about` is absent where it concerns a file or the whole. */
export interface Note {
  readonly tone: 'leftOut' | 'changed' | 'notice';
  readonly key: NoteKey;
  readonly about?: Subject;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** `Deployment shop/web`, `Node worker-1`. */
export function subjectText({ kind, namespace, name }: Subject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
