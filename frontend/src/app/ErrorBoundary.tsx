import { Button } from "@fluentui/react-components";
import { Component, type ReactNode } from "react";
import { withTranslation, type WithTranslation } from "react-i18next";
import { ProblemBox } from "../components/ProblemBox";
import { problemOf } from "../backend/bridge";

interface Props extends WithTranslation {
  children: ReactNode;
}

/** ErrorBoundary keeps a fault in one room from taking the window away: it says so and offers to open the room anew. */
class Boundary extends Component<Props, { thrown: unknown }> {
  override state: { thrown: unknown } = { thrown: undefined };

  static getDerivedStateFromError(thrown: unknown): { thrown: unknown } {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === undefined) return this.props.children;
    return (
      <div role="alert" style={{ padding: 24 }}>
        <ProblemBox
          problem={problemOf(this.state.thrown)}
          action={
            <Button size="small" onClick={() => this.setState({ thrown: undefined })}>
              {this.props.t("shell:openAgain")}
            </Button>
          }
        />
      </div>
    );
  }
}

export const ErrorBoundary = withTranslation()(Boundary);
