/** A mistake in one panel stays in that panel: the rest of the page, the cluster and what was typed go on. */
import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/useText';

interface PanelBoundaryProps {
  readonly children: ReactNode;
  /** The panel is about to be drawn again. */
  readonly onRetry?: () => void;
}
interface PanelBoundaryState {
  readonly failure: { readonly why: string } | undefined;
}

/** Draws `children`; if one of them throws, says so in their place and offers to draw them anew. */
export class PanelBoundary extends Component<PanelBoundaryProps, PanelBoundaryState> {
  override state: PanelBoundaryState = { failure: undefined };

  static getDerivedStateFromError(error: unknown): PanelBoundaryState {
    return { failure: { why: error instanceof Error ? error.message : String(error) } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    return failure === undefined ? this.props.children : <Failure why={failure.why} onRetry={this.#retry} />;
  }

  readonly #retry = (): void => {
    this.props.onRetry?.();
    this.setState({ failure: undefined });
  };
}

interface FailureProps {
  readonly why: string;
  readonly onRetry: () => void;
}

function Failure({ why, onRetry }: FailureProps) {
  const t = useText();
  return (
    <div className="grid justify-items-start gap-2 break-words p-4" role="alert">
      <p>{t('panel.failed')}</p>
      <p className="dim">{why}</p>
      <button type="button" className="btn" onClick={onRetry}>
        {t('panel.again')}
      </button>
    </div>
  );
}
