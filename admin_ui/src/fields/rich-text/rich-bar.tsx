/** The buttons above formatted text: one row that arrow keys walk through. */

import { useEditorState, type Editor } from "@tiptap/react";
import { Input, Popover, Button } from "antd";
import {
  Bold,
  Heading2,
  Italic,
  Link2,
  List,
  ListOrdered,
  Quote,
  Redo2,
  Strikethrough,
  Underline,
  Undo2,
  type LucideIcon,
} from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { safeAddress } from "./document";

type ToolName =
  "bold" | "italic" | "underline" | "strike" | "heading" | "bullets" | "numbers" | "quote" | "undo" | "redo";

interface Tool {
  name: ToolName;
  Icon: LucideIcon;
  run: (editor: Editor) => void;
  /** Whether it holds where the cursor stands. */
  on?: (editor: Editor) => boolean;
}

const TOOLS: readonly Tool[] = [
  {
    name: "bold",
    Icon: Bold,
    run: (e) => e.chain().focus().toggleBold().run(),
    on: (e) => e.isActive("bold"),
  },
  {
    name: "italic",
    Icon: Italic,
    run: (e) => e.chain().focus().toggleItalic().run(),
    on: (e) => e.isActive("italic"),
  },
  {
    name: "underline",
    Icon: Underline,
    run: (e) => e.chain().focus().toggleUnderline().run(),
    on: (e) => e.isActive("underline"),
  },
  {
    name: "strike",
    Icon: Strikethrough,
    run: (e) => e.chain().focus().toggleStrike().run(),
    on: (e) => e.isActive("strike"),
  },
  {
    name: "heading",
    Icon: Heading2,
    run: (e) => e.chain().focus().toggleHeading({ level: 2 }).run(),
    on: (e) => e.isActive("heading"),
  },
  {
    name: "bullets",
    Icon: List,
    run: (e) => e.chain().focus().toggleBulletList().run(),
    on: (e) => e.isActive("bulletList"),
  },
  {
    name: "numbers",
    Icon: ListOrdered,
    run: (e) => e.chain().focus().toggleOrderedList().run(),
    on: (e) => e.isActive("orderedList"),
  },
  {
    name: "quote",
    Icon: Quote,
    run: (e) => e.chain().focus().toggleBlockquote().run(),
    on: (e) => e.isActive("blockquote"),
  },
];
const BACK: readonly Tool[] = [
  { name: "undo", Icon: Undo2, run: (e) => e.chain().focus().undo().run() },
  { name: "redo", Icon: Redo2, run: (e) => e.chain().focus().redo().run() },
];

export function RichBar({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { t } = useTranslation();
  const on = useEditorState({
    editor,
    selector: ({ editor: here }) => TOOLS.filter((tool) => tool.on?.(here)).map(({ name }) => name),
  });
  const button = ({ name, Icon, run, on: held }: Tool) => (
    <button
      key={name}
      type="button"
      className="rich-tool"
      tabIndex={name === "bold" ? 0 : -1}
      disabled={disabled}
      aria-label={t(`rich.${name}`)}
      title={t(`rich.${name}`)}
      {...(held ? { "aria-pressed": on.includes(name) } : {})}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => run(editor)}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
  return (
    <div className="rich-bar" role="toolbar" aria-label={t("rich.bar")} onKeyDown={walk}>
      {TOOLS.map(button)}
      <LinkTool editor={editor} disabled={disabled} />
      <span className="rich-gap" />
      {BACK.map(button)}
    </div>
  );
}

/** Arrow keys go from button to button; Tab leaves the bar. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !(event.target instanceof HTMLButtonElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button.rich-tool")];
  const at = buttons.indexOf(event.target);
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

function LinkTool({ editor, disabled }: { editor: Editor; disabled: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState("");
  const held = useEditorState({ editor, selector: ({ editor: here }) => here.isActive("link") });
  const whole = safeAddress(/^[\w-]+(\.[\w-]+)+/.test(address) ? `https://${address}` : address);

  function put() {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (!address.trim()) chain.unsetLink().run();
    else if (!whole) return;
    else if (editor.state.selection.empty && !held) {
      chain
        .insertContent({
          type: "text",
          text: address.trim(),
          marks: [{ type: "link", attrs: { href: whole } }],
        })
        .run();
    } else chain.setLink({ href: whole }).run();
    setOpen(false);
  }

  const form = (
    <div className="rich-link">
      <Input
        autoFocus
        aria-label={t("rich.address")}
        placeholder="https://"
        inputMode="url"
        value={address}
        {...(address && !whole ? { status: "error" as const } : {})}
        onChange={(event) => setAddress(event.target.value)}
        onPressEnter={(event) => {
          event.preventDefault();
          event.stopPropagation();
          put();
        }}
      />
      <Button onClick={put}>{t(address.trim() || !held ? "rich.setLink" : "rich.removeLink")}</Button>
    </div>
  );
  return (
    <Popover
      open={open}
      trigger="click"
      destroyOnHidden
      content={form}
      onOpenChange={(next) => {
        if (disabled) return;
        setAddress(safeAddress(editor.getAttributes("link").href) ?? "");
        setOpen(next);
      }}
    >
      <button
        type="button"
        className="rich-tool"
        tabIndex={-1}
        disabled={disabled}
        aria-pressed={held}
        aria-label={t("rich.link")}
        title={t("rich.link")}
      >
        <Link2 size={16} aria-hidden="true" />
      </button>
    </Popover>
  );
}
