/** Lines as Kubernetes' own programs write them: k8s.io/klog/v2, textlogger. */
import { formatDate } from '../runtime/calendar';
import type { Process } from '../runtime/process';

/** One line of a severity, `I` when absent. */
export function klog(process: Process, place: string, text: string, severity: 'I' | 'W' | 'E' = 'I'): string {
  return `${severity}${formatDate(process.now, '%m%d %H:%M:%S')}.000000       1 ${place}] ${text}`;
}
