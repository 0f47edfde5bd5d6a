/** The table of Images, a kind of kubeloop's own. */
import type { Image } from '../api/images/image';
import { age } from './cells';
import { columns, type TablePrinter } from './table';

/** `kubectl get images`. */
export const imageTable: TablePrinter<Image> = {
  columns: [
    ...columns('Name'),
    { name: 'Reference', description: 'Name of the image as pods write it.' },
    { name: 'Ports', description: 'Ports at which it listens.' },
    ...columns('Age'),
    { name: 'Size', wide: true, description: 'Size in the registry, in megabytes.' },
  ],
  cells: (image, now) => [
    image.metadata.name,
    image.spec.reference,
    (image.spec.ports ?? []).map(({ port }) => port).join(',') || '<none>',
    age(image, now),
    `${image.spec.sizeMB} MB`,
  ],
};
