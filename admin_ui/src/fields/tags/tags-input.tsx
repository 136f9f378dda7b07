/** Choosing tags; where the set lets people do so, one that is typed and not there is added to it. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { addTag } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { useAppPlace } from "../../lib/app-context";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import type { InputProps } from "../control";
import { OptionsSelect } from "../pieces/option-choice";

type TagsProps = Omit<InputProps<string[]>, "controls">;

function most({ field }: TagsProps): number | undefined {
  const { max_count: count } = field.settings;
  return typeof count === "number" ? count : undefined;
}

export function TagsInput(props: TagsProps) {
  return props.field.settings.users_can_add === true ? (
    <OpenTags {...props} />
  ) : (
    <OptionsSelect {...props} most={most(props)} />
  );
}

function OpenTags(props: TagsProps) {
  const { field, entity, value, onChange } = props;
  const { workspace, app } = useAppPlace();
  const message = useMessage();
  const say = useProblemText();
  const queries = useQueryClient();
  const [typed, setTyped] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const add = useMutation({
    mutationFn: (label: string) => addTag(workspace, app, entity, field.name, label),
    onSuccess: async (tag) => {
      await queries.invalidateQueries({ queryKey: ["model", workspace, app] });
      setTyped("");
      const others = most(props) === 1 ? [] : (value ?? []).filter((name) => name !== tag.name);
      onChange([...others, tag.name]);
    },
    onError: (error) => {
      const problem = asProblem(error);
      const about = problem.problems.map((item) => item.message).filter(Boolean);
      // What is wrong with the text is told where it stands.
      if (about.length > 0) setFault(about.join(" "));
      else message.error(say(problem));
    },
  });
  function type(text: string) {
    setTyped(text);
    setFault(null);
  }
  const adding = {
    typed,
    onTyped: type,
    onAdd: (text: string) => add.mutate(text),
    busy: add.isPending,
    fault,
  };
  const faultId = `${props.id}-fault`;
  return (
    <>
      <OptionsSelect
        {...props}
        most={most(props)}
        adding={adding}
        invalid={props.invalid || fault !== null}
        describedBy={[props.describedBy, fault ? faultId : ""].filter(Boolean).join(" ") || undefined}
      />
      {fault ? (
        <div className="input-hint unread" id={faultId} role="alert">
          {fault}
        </div>
      ) : null}
    </>
  );
}
