/** A chip of the toolbar that opens a small panel: under it on a desk, at the foot of the screen on a phone. */

import { Drawer, Popover } from "antd";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { beginIn } from "../../ui/form-keys";
import { useIsPhone } from "../../ui/use-is-phone";

interface ChipProps {
  text: string;
  icon?: ReactNode;
  /** Whether it says something that somebody chose. */
  set?: boolean;
  /** What the chip is for, where its text alone does not tell. */
  label?: string;
  disabled?: boolean;
  children: (close: () => void) => ReactNode;
}

/** Escape in a field whose list is folding in: the component library still gives the key to that list. */
function leavesPanel({ key, target }: KeyboardEvent): boolean {
  return (
    key === "Escape" && (target as HTMLElement).matches(".ant-select [role=combobox][aria-expanded=false]")
  );
}

export function Chip({ text, icon, set = false, label, disabled = false, children }: ChipProps) {
  const [open, setOpen] = useState(false);
  const phone = useIsPhone();
  const panel = useRef<HTMLDivElement>(null);
  const name = label ?? text;
  const button = (
    <button
      type="button"
      className={set ? "chip set" : "chip"}
      aria-expanded={open}
      aria-haspopup="dialog"
      disabled={disabled}
      {...(label ? { "aria-label": label } : {})}
      {...(phone ? { onClick: () => setOpen(true) } : {})}
    >
      {icon}
      <span className="clip">{text}</span>
    </button>
  );
  if (phone) {
    return (
      <>
        {button}
        <Drawer
          open={open}
          onClose={() => setOpen(false)}
          placement="bottom"
          size="auto"
          title={name}
          destroyOnHidden
        >
          {children(() => setOpen(false))}
        </Drawer>
      </>
    );
  }
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      afterOpenChange={(shown) => shown && beginIn(panel.current)}
      trigger="click"
      placement="bottomLeft"
      destroyOnHidden
      arrow={false}
      content={
        <div
          className="chip-panel"
          role="dialog"
          ref={panel}
          aria-label={name}
          onKeyDown={(event) => {
            if (leavesPanel(event)) setOpen(false);
          }}
        >
          {children(() => setOpen(false))}
        </div>
      }
    >
      {button}
    </Popover>
  );
}
