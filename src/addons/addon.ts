/** What an addon of minikube is: objects that `minikube addons enable` makes and `disable` takes away. */

/** One object, and the collection that it belongs to. */
export interface AddonObject {
  readonly path: string;
  readonly object: {
    readonly metadata: { readonly name: string; readonly [field: string]: unknown };
    readonly [field: string]: unknown;
  };
}

export interface Addon {
  /** As minikube spells it; older names in `aliases`. */
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly maintainer: string;
  /** The image that it runs, if it runs one. */
  readonly image?: string;
  /** The path of the object by which one sees that the addon is enabled. */
  readonly sign: string;
  /** The path of a list of pods: enabling waits until one of them runs. */
  readonly pods?: string;
  /** In the order in which they are made. */
  readonly objects: readonly AddonObject[];
}
