import { SearchBox } from "@fluentui/react-components";
import type { RefObject } from "react";

interface Props {
  /** For who leads to it by Ctrl+F. */
  box: RefObject<HTMLInputElement | null>;
  label: string;
  value: string;
  type: (text: string) => void;
  /** Leads on to what was found. */
  toList: () => void;
  className: string;
  size?: "small";
}

/** FindBox takes what is looked for in the list below it: Enter and the arrow lead into that, Escape clears. */
export function FindBox({ box, label, value, type, toList, className, size }: Props) {
  return (
    <SearchBox
      ref={box}
      {...(size && { size })}
      className={className}
      aria-label={label}
      placeholder={label}
      aria-keyshortcuts="Control+F"
      value={value}
      onChange={(_, data) => type(data.value)}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" || event.key === "Enter") {
          event.preventDefault();
          toList();
        } else if (event.key === "Escape" && value) type("");
      }}
    />
  );
}
