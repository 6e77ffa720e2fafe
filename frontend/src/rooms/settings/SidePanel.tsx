import { Button, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { DismissRegular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  title: string;
  open: boolean;
  close: () => void;
  children: ReactNode;
}

/** SidePanel is a drawer with a title and a way out; what is in it is made only while it is open. */
export function SidePanel({ title, open, close, children }: Props) {
  const { t } = useTranslation();
  return (
    <OverlayDrawer position="end" size="medium" open={open} onOpenChange={(_, data) => !data.open && close()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" aria-label={t("shell:close")} icon={<DismissRegular />} onClick={close} />}>
          {title}
        </DrawerHeaderTitle>
      </DrawerHeader>
      {open && children}
    </OverlayDrawer>
  );
}
