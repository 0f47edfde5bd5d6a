/**
 * What kubeloop tells learners beside kubectl's own words: one key per mistake, and the gaps of its text.
 * The texts are the page's (`terminal.hint.KEY` in ko and en). kubectl itself never prints them.
 */

/** Gaps of each hint's text. */
export interface HintParams {
  /** `kubectl rolout`: a verb that does not exist, one that is near. */
  readonly unknownCommandTypo: { readonly typed: string; readonly meant: string };
  /** `kubectl get --watche`: a flag that does not exist, one that is near. Both without dashes. */
  readonly unknownFlagTypo: { readonly typed: string; readonly meant: string };
  /** A verb that older books have and kubectl no longer: `rolling-update`, `convert`. What to write today. */
  readonly removedCommand: { readonly command: string; readonly instead: string };
  /** A flag that older books have: `get --export`, `version --short`. What to write today; empty if nothing is needed. */
  readonly removedFlag: { readonly flag: string; readonly instead: string };
  /** `run --generator`, `run --replicas`: once, run made Deployments; today it makes one pod. */
  readonly runGenerator: { readonly flag: string };
  /** `--cascade=false` is written `--cascade=orphan` today. */
  readonly cascadeBoolean: { readonly instead: string };
  /** `--dry-run` without a value. */
  readonly dryRunWithoutValue: { readonly instead: string };
  /** `--record`: the annotation kubernetes.io/change-cause does it today. */
  readonly recordFlag: Readonly<Record<never, never>>;
  /** `scale job`: the kind has no number of replicas to change. */
  readonly scaleKindWithoutScale: { readonly kind: string };
  /** A manifest names a version that is gone: `extensions/v1beta1`. The one that the server has. */
  readonly oldApiVersion: { readonly kind: string; readonly apiVersion: string; readonly instead: string };
  /** A kind exists, but in another group or version than the manifest says. */
  readonly wrongApiVersion: { readonly kind: string; readonly apiVersion: string; readonly instead: string };
  /** `kind: pod`, `kind: Deployments`: kinds are written in one way only. */
  readonly kindSpelling: { readonly typed: string; readonly meant: string };
  /** `kubectl get deploymnets`: a kind that the server does not have, one that is near. */
  readonly unknownKindTypo: { readonly typed: string; readonly meant: string };
  /** The namespace does not exist, so nothing can be in it. */
  readonly missingNamespace: { readonly namespace: string };
  /** There is nothing in this namespace, but there is in others. */
  readonly otherNamespace: { readonly namespace: string; readonly other: string };
  /** `logs web` where `web` is a Deployment and not a pod. */
  readonly nameIsNoPod: { readonly name: string; readonly kind: string };
  /** kubectl has the command, and this one here has not: its page is all there is. */
  readonly commandNotSimulated: { readonly command: string };
  /** Nobody answers at the server's address. */
  readonly serverUnreachable: Readonly<Record<never, never>>;
  /** `curl` of an address inside the cluster, from the learner's own machine. */
  readonly curlUnreachable: { readonly address: string };
  /** `exit` in a shell that stays. */
  readonly shellExit: Readonly<Record<never, never>>;
}

/** Every hint that there is. */
export type HintKey = keyof HintParams;

/** A hint with what stands in the gaps of its text. */
export type Hint = {
  readonly [K in HintKey]: keyof HintParams[K] extends never
    ? { readonly key: K; readonly params?: undefined }
    : { readonly key: K; readonly params: HintParams[K] };
}[HintKey];
