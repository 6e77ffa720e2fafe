import { Button, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useReturnFocus } from "./useReturnFocus";

interface Props {
  title: string;
  close: () => void;
  children: ReactNode;
}

/** SidePanel is an open drawer with a title and a way out. */
export function SidePanel({ title, close, children }: Props) {
  useReturnFocus();
  const { t } = useTranslation();
  return (
    <OverlayDrawer position="end" size="medium" open onOpenChange={(_, data) => !data.open && close()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label={t("shell:close")} icon={<DismissRegular />} onClick={close} />}>
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      {children}
    </OverlayDrawer>
  );
}
