/**
 * From words and files to objects: `pods a b`, `deploy/web svc/web`, `-f folder -R`, `-l app=web`, `all`.
 * Models staging/src/k8s.io/cli-runtime/pkg/resource/builder.go (v1.36.3).
 */
import type { Invocation } from '../command';
import type { Mapping, Unstructured } from './access';

/** One object that a command is about. */
export interface Info {
  readonly mapping: Mapping;
  readonly namespace?: string;
  readonly name: string;
  /** As read from the server or from a file. */
  readonly object?: Unstructured;
  /** `web.yaml` or `STDIN`, if it comes from a file. */
  readonly source?: string;
}

/** What to build from. Flags that a command does not have are left out. */
export interface BuilderOptions {
  readonly args: readonly string[];
  readonly filenames?: readonly string[];
  readonly recursive?: boolean;
  readonly kustomize?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly all?: boolean;
  readonly allNamespaces?: boolean;
  /** A type without names means all objects of it (`get`), not an error (`delete`). */
  readonly selectAll?: boolean;
  /** Fetch each object from the server (`latest`), also those of files. */
  readonly latest?: boolean;
  readonly ignoreNotFound?: boolean;
  /** Whether manifests are checked for kind and apiVersion before anything else. */
  readonly validate?: boolean;
  readonly limit?: number;
}

export interface Built {
  readonly infos: readonly Info[];
  /** What could not be had; the rest goes on. */
  readonly errors: readonly Error[];
  /** Exactly one object was named, so it is printed alone and not as a list. */
  readonly isSingle: boolean;
  /** Types that were asked for, also those with no object. */
  readonly mappings: readonly Mapping[];
}

/** Finds the objects. Throws for wrong words; what fails for single objects is in `errors`. */
export async function build(_invocation: Invocation, _options: BuilderOptions): Promise<Built> {
  throw new Error('not written yet');
}
