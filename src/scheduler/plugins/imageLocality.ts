/**
 * Prefers nodes that have the pod's images already; large ones count more.
 * Models pkg/scheduler/framework/plugins/imagelocality (v1.36.3). Left out: image volumes.
 */
import type { Node } from '../../api/core/node';
import type { Pod } from '../../api/core/pod';
import { MAX_NODE_SCORE, type NodeInfo, type Plugin } from '../framework';

const MB = 1024 * 1024;
const MIN_THRESHOLD = 23 * MB;
const MAX_CONTAINER_THRESHOLD = 1000 * MB;

type Images = NonNullable<Node['status']['images']>;

/** Sizes by name. A node's list never changes in place. */
const sizes = new WeakMap<Images, ReadonlyMap<string, number>>();

export const imageLocality: Plugin = {
  name: 'ImageLocality',
  preScore(pod, { nodes }) {
    const names = imageNames(pod);
    const spread = new Map(names.map((name) => [name, nodesWith(name, nodes) / nodes.length]));
    return {
      type: 'score',
      score({ node }) {
        const present = sizesOf(node);
        const sum = names.reduce((total, name) => {
          const size = present.get(name);
          return size === undefined ? total : total + Math.trunc(size * (spread.get(name) ?? 0));
        }, 0);
        return priority(sum, names.length);
      },
    };
  },
};

function imageNames({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ image }) => normalized(image));
}

/** A name without a tag means `:latest`. */
function normalized(image: string): string {
  return image.lastIndexOf(':') <= image.lastIndexOf('/') ? `${image}:latest` : image;
}

function nodesWith(image: string, nodes: readonly NodeInfo[]): number {
  return nodes.reduce((count, { node }) => count + (sizesOf(node).has(image) ? 1 : 0), 0);
}

const empty: ReadonlyMap<string, number> = new Map();

function sizesOf(node: Node): ReadonlyMap<string, number> {
  const { images } = node.status;
  if (images === undefined) return empty;
  let found = sizes.get(images);
  if (found === undefined) {
    found = new Map(images.flatMap(({ names, sizeBytes = 0 }) => names.map((name) => [name, sizeBytes] as const)));
    sizes.set(images, found);
  }
  return found;
}

function priority(sum: number, containers: number): number {
  const max = MAX_CONTAINER_THRESHOLD * containers;
  const clamped = Math.min(Math.max(sum, MIN_THRESHOLD), max);
  return Math.trunc((MAX_NODE_SCORE * (clamped - MIN_THRESHOLD)) / (max - MIN_THRESHOLD));
}
