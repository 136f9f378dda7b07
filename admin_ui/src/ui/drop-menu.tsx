/** A menu under a button: open, it has the keyboard; closed, the button has it again. */

import { Dropdown, type DropdownProps } from "antd";

export function DropMenu(props: DropdownProps) {
  return <Dropdown trigger={["click"]} autoFocus destroyOnHidden {...props} />;
}
