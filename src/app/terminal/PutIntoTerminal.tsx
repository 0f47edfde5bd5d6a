/** The small button beside a command: it puts the command at the terminal's prompt instead of running it. */
import { useBackend } from '../cluster/ClusterContext';
import { IconButton } from '../icons/IconButton';
import { useText } from '../i18n/useText';
import { usePageQuery } from '../layout/PageContext';
import { terminalStore } from './terminalStore';

/** Whether the page has a terminal: an engine to speak to, and, in a slide, an address that asks for one. */
export function useHasTerminal(): boolean {
  const { openPort } = useBackend();
  const { embed, terminal } = usePageQuery();
  return openPort !== undefined && (!embed || terminal === true);
}

interface PutIntoTerminalProps {
  readonly line: string;
  readonly disabled?: boolean;
}

/** Nothing where there is no terminal. */
export function PutIntoTerminal({ line, disabled = false }: PutIntoTerminalProps) {
  const t = useText();
  if (!useHasTerminal()) return null;
  return (
    <IconButton
      icon="term"
      label={t('terminal.put.line', { line })}
      size={14}
      disabled={disabled}
      onClick={() => terminalStore.getState().put(line)}
    />
  );
}
