/** The sentences of hints for learners. The table has every hint: one that is missing does not compile. */
import type { HintKey } from '../../kubectl/hints';
import type { Hint } from '../../kubectl/environment';
import type { TextKey, Translate } from '../i18n/text';

const TEXTS: { readonly [K in HintKey]: TextKey } = {
  unknownCommandTypo: 'terminal.hint.unknownCommandTypo',
  unknownFlagTypo: 'terminal.hint.unknownFlagTypo',
  removedCommand: 'terminal.hint.removedCommand',
  removedFlag: 'terminal.hint.removedFlag',
  runGenerator: 'terminal.hint.runGenerator',
  cascadeBoolean: 'terminal.hint.cascadeBoolean',
  dryRunWithoutValue: 'terminal.hint.dryRunWithoutValue',
  recordFlag: 'terminal.hint.recordFlag',
  scaleKindWithoutScale: 'terminal.hint.scaleKindWithoutScale',
  oldApiVersion: 'terminal.hint.oldApiVersion',
  wrongApiVersion: 'terminal.hint.wrongApiVersion',
  kindSpelling: 'terminal.hint.kindSpelling',
  unknownKindTypo: 'terminal.hint.unknownKindTypo',
  missingNamespace: 'terminal.hint.missingNamespace',
  otherNamespace: 'terminal.hint.otherNamespace',
  nameIsNoPod: 'terminal.hint.nameIsNoPod',
  commandNotSimulated: 'terminal.hint.commandNotSimulated',
  serverUnreachable: 'terminal.hint.serverUnreachable',
  curlUnreachable: 'terminal.hint.curlUnreachable',
  shellExit: 'terminal.hint.shellExit',
};

/** The sentence of `hint` in the language of `t`. */
export function hintText(hint: Hint, t: Translate): string {
  if (hint.key === 'removedFlag' && hint.params?.instead === '')
    return t('terminal.hint.removedFlag.none', hint.params);
  return t(TEXTS[hint.key], hint.params);
}
