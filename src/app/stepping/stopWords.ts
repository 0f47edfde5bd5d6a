/** Why the clock stands, in one sentence. */
import type { Stop } from '../../client/stepping';
import type { Translate } from '../i18n/text';

/** The sentence of a stop. The instant stands beside it. */
export function stopWords(stop: Stop, t: Translate): string {
  const { type, to, expression = '', what = '', probe } = stop;
  if (type === 'breakpoint') return t('step.stop.breakpoint', { expression });
  if (type === 'nothing') return t(to?.type === 'condition' ? 'step.stop.never' : 'step.stop.nothing', { expression });
  switch (to?.type) {
    case 'condition':
      return t('step.stop.condition', { expression });
    case 'reconcile':
      return t('step.stop.reconcile', { what });
    case 'probe':
      return t(probe?.result === 'success' ? 'step.stop.probe.success' : 'step.stop.probe.failure', {
        probe: probe?.type ?? '',
        what: [what, probe?.container].filter((part) => part !== '').join(' '),
      });
    default:
      return t('step.stop.change', { what });
  }
}
