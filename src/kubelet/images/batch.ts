/** The study notes' batch and daemon images: a few lines of shell each. */
import type { ImageBehaviour } from '../runtime/process';

export const batchJob: ImageBehaviour = {
  image: 'docker.io/luksa/batch-job',
  entrypoint: ['sh', '-c', 'echo "$(date) Batch job starting"; sleep 120; echo "$(date) Finished succesfully"'],
  userland: 'busybox',
  programs: {},
};

export const ssdMonitor: ImageBehaviour = {
  image: 'docker.io/luksa/ssd-monitor',
  entrypoint: ['sh', '-c', 'while true; do echo "SSD OK"; sleep 5; done'],
  userland: 'busybox',
  programs: {},
};
