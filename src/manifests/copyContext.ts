/** What cleaning an object needs to know of the copy that it becomes part of. */
import { builtInKind } from './customKinds';
import type { Manifest } from './manifest';
import type { Note } from './note';

/** `twin`: for a simulated cluster, which lacks some things. `export`: for any cluster. */
export type Purpose = 'twin' | 'export';

export interface CopyContext {
  readonly purpose: Purpose;
  /** A twin never has them. */
  readonly keepsSecretValues: boolean;
  /** Whether a PersistentVolume of that name is part of the copy. */
  hasVolume(name: string): boolean;
  /** Whether the copy has a node of that name. */
  hasNode(name: string): boolean;
  /** Whether volumes of the provisioner are made in the copy. */
  hasProvisioner(name: string): boolean;
}

/** An object for the copy, and what of it is different there. */
export interface Cleaned {
  readonly object: Manifest;
  readonly notes: readonly Note[];
}

/** The PersistentVolumes among `objects`. */
export function volumeNames(objects: readonly Manifest[]): ReadonlySet<string> {
  const volumes = objects.filter((object) => builtInKind(object) === 'PersistentVolume');
  return new Set(volumes.map(({ metadata }) => metadata.name));
}

/** An object that needs no telling. */
export function unchanged(object: Manifest): Cleaned {
  return { object, notes: [] };
}
