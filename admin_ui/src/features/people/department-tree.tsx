/** The departments as they lie under each other: chosen to see who works there, added, renamed, moved, closed. */

import { Button, Skeleton } from "antd";
import { ChevronDown, ChevronRight, Ellipsis, Plus, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Department } from "../../lib/api/apps";
import { formatCount } from "../../lib/format/numbers";
import { DropMenu } from "../../ui/drop-menu";
import { useDepartments } from "../../fields/pieces/people";
import { DepartmentDialog, type DepartmentAsked } from "./department-dialog";
import { useCloseDepartment } from "./use-close-department";

/** Whose people are shown; without one those of all. */
interface DepartmentTreeProps {
  chosen: number | undefined;
  onChoose: (department: number | undefined) => void;
}

interface Branch extends Department {
  below: Branch[];
  /** With those below it. */
  all: number;
}

/** Departments with what lies under them; one whose parent is not there stands at the top. */
function branchesOf(all: readonly Department[]): Branch[] {
  const under = new Map<number | null, Department[]>();
  const known = new Set(all.map(({ id }) => id));
  for (const item of all) {
    const parent = item.parent !== null && known.has(item.parent) ? item.parent : null;
    under.set(parent, [...(under.get(parent) ?? []), item]);
  }
  const grown = (item: Department): Branch => {
    const below = (under.get(item.id) ?? []).map(grown);
    return { ...item, below, all: item.people + below.reduce((sum, one) => sum + one.all, 0) };
  };
  return (under.get(null) ?? []).map(grown);
}

export function DepartmentTree({ chosen, onChoose }: DepartmentTreeProps) {
  const { t } = useTranslation();
  const { departments, loading } = useDepartments();
  const [asked, setAsked] = useState<DepartmentAsked>();
  const [closedToo, setClosedToo] = useState(false);
  const shown = useMemo(
    () => branchesOf(departments.filter(({ closed }) => closedToo || !closed)),
    [departments, closedToo],
  );
  const closed = departments.filter((item) => item.closed).length;
  return (
    <nav className="card people-departments" aria-label={t("people.departments")}>
      <div className="row-line">
        <h2 className="grow">{t("people.departments")}</h2>
        <Button
          type="text"
          size="small"
          icon={<Plus size={15} aria-hidden="true" />}
          aria-label={t("people.addDepartment")}
          onClick={() => setAsked({ parent: null })}
        />
      </div>
      <button
        type="button"
        className="people-place"
        aria-current={chosen === undefined ? "true" : undefined}
        onClick={() => onChoose(undefined)}
      >
        <Users size={15} aria-hidden="true" />
        <span className="clip grow">{t("people.everybody")}</span>
      </button>
      {loading && departments.length === 0 ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      <Branches branches={shown} level={0} chosen={chosen} onChoose={onChoose} onAsk={setAsked} />
      {departments.length === 0 && !loading ? (
        <div className="muted small">{t("people.noDepartments")}</div>
      ) : null}
      {closed > 0 ? (
        <Button type="link" size="small" onClick={() => setClosedToo(!closedToo)}>
          {closedToo ? t("people.hideClosed") : t("people.showClosed", { count: closed })}
        </Button>
      ) : null}
      {asked ? <DepartmentDialog asked={asked} onClose={() => setAsked(undefined)} /> : null}
    </nav>
  );
}

interface BranchesProps extends DepartmentTreeProps {
  branches: readonly Branch[];
  level: number;
  onAsk: (asked: DepartmentAsked) => void;
}

function Branches({ branches, ...props }: BranchesProps) {
  if (branches.length === 0) return null;
  return (
    <ul className="people-branches">
      {branches.map((branch) => (
        <BranchItem key={branch.id} branch={branch} {...props} />
      ))}
    </ul>
  );
}

/** Levels that are open to begin with. */
const OPEN_LEVELS = 2;

function BranchItem({ branch, level, ...props }: Omit<BranchesProps, "branches"> & { branch: Branch }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(level < OPEN_LEVELS);
  const { chosen, onChoose } = props;
  const Arrow = open ? ChevronDown : ChevronRight;
  return (
    <li>
      <div className="people-line" style={{ paddingInlineStart: level * 14 }}>
        {branch.below.length > 0 ? (
          <button
            type="button"
            className="people-fold"
            aria-expanded={open}
            aria-label={t("people.below", { name: branch.label })}
            onClick={() => setOpen(!open)}
          >
            <Arrow size={14} aria-hidden="true" />
          </button>
        ) : (
          <span className="people-fold" />
        )}
        <button
          type="button"
          className="people-place"
          aria-current={chosen === branch.id ? "true" : undefined}
          onClick={() => onChoose(branch.id)}
        >
          <span className={branch.closed ? "clip grow muted" : "clip grow"}>{branch.label}</span>{" "}
          <span className="muted small numeric">{formatCount(branch.all, i18n.language)}</span>
        </button>
        <BranchMenu branch={branch} onAsk={props.onAsk} />
      </div>
      {open ? <Branches branches={branch.below} level={level + 1} {...props} /> : null}
    </li>
  );
}

function BranchMenu({ branch, onAsk }: { branch: Branch; onAsk: (asked: DepartmentAsked) => void }) {
  const { t } = useTranslation();
  const close = useCloseDepartment();
  const items = [
    { key: "change", label: t("people.changeDepartment"), onClick: () => onAsk({ department: branch }) },
    ...(branch.closed
      ? []
      : [{ key: "add", label: t("people.addBelow"), onClick: () => onAsk({ parent: branch.id }) }]),
    {
      key: "close",
      label: branch.closed ? t("people.openDepartment") : t("people.closeDepartment"),
      onClick: () => close(branch, !branch.closed),
    },
  ];
  return (
    <DropMenu menu={{ items }}>
      <Button
        type="text"
        size="small"
        className="people-more"
        icon={<Ellipsis size={15} aria-hidden="true" />}
        aria-label={t("people.more", { name: branch.label })}
      />
    </DropMenu>
  );
}
