import { Button, type ButtonProps } from "@fluentui/react-components";
import { CheckmarkRegular, CopyRegular } from "@fluentui/react-icons";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";

interface Props {
  text: string;
  label: string;
  size?: ButtonProps["size"];
  appearance?: ButtonProps["appearance"];
  iconOnly?: boolean;
}

/** copyText puts a text on the clipboard: through the program, since a page in a window may not always do so itself. */
async function copyText(text: string): Promise<void> {
  await api.Copy(text);
}

/** CopyButton copies a text and says so for a moment. */
export function CopyButton({ text, label, size, appearance, iconOnly = false }: Props) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = window.setTimeout(() => setCopied(false), 2000);
    return () => window.clearTimeout(timer);
  }, [copied]);
  const said = copied ? t("shell:copied") : label;
  return (
    <Button
      {...(size ? { size } : {})}
      {...(appearance ? { appearance } : {})}
      icon={copied ? <CheckmarkRegular /> : <CopyRegular />}
      aria-label={iconOnly ? said : undefined}
      title={iconOnly ? said : undefined}
      onClick={() => void copyText(text).then(() => setCopied(true), () => navigator.clipboard.writeText(text).then(() => setCopied(true)))}
    >
      {iconOnly ? undefined : <span aria-live="polite">{said}</span>}
    </Button>
  );
}
