/** The editor of formatted text: what stands in its bar is what the server keeps. */

import { EditorContent, useEditor, type Editor } from "@tiptap/react";
import StarterKit from "@tiptap/starter-kit";
import { useEffect, useRef } from "react";

import type { InputProps } from "../control";
import { plainWords, safeAddress, toEditor, toServer, type RichNode } from "./document";
import { RichBar } from "./rich-bar";

const EXTENSIONS = [
  StarterKit.configure({
    heading: { levels: [1, 2, 3, 4] },
    link: {
      openOnClick: false,
      defaultProtocol: "https",
      isAllowedUri: (address) => safeAddress(address) !== undefined,
    },
  }),
];

function written(editor: Editor): RichNode | null {
  const made = toServer(editor.getJSON() as RichNode);
  return plainWords(made).trim() ? made : null;
}

export default function RichEditor({ value, onChange, ...props }: InputProps<unknown>) {
  const last = useRef<unknown>(value);
  const disabled = props.disabled ?? false;
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: toEditor(value),
    editable: !disabled,
    // Our pages allow no style without nonce; the few rules it needs are in rich-text.css.
    injectCSS: false,
    editorProps: {
      attributes: {
        id: props.id,
        class: "rich-text rich-editing",
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": props.labelId,
        ...(props.describedBy ? { "aria-describedby": props.describedBy } : {}),
        ...(props.placeholder ? { "data-placeholder": props.placeholder } : {}),
      },
    },
    onUpdate: ({ editor: changed }) => {
      last.current = written(changed);
      onChange(last.current);
    },
  });

  // A rule, a conflict or a discarded draft may write the value from outside.
  useEffect(() => {
    if (value === last.current) return;
    last.current = value;
    editor.commands.setContent(toEditor(value), { emitUpdate: false });
  }, [editor, value]);
  useEffect(() => {
    if (editor.isEditable === disabled) editor.setEditable(!disabled, false);
  }, [editor, disabled]);

  return (
    <div className={props.invalid ? "rich-box bad" : "rich-box"} data-disabled={disabled || undefined}>
      <RichBar editor={editor} disabled={disabled} />
      <EditorContent editor={editor} />
    </div>
  );
}
