/** The matrix of a role: entities by actions; on a phone one entity at a time. */

import { Button, Input, Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Grant, RoleDetail } from "../../lib/api/roles";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { pluralOf, type EntityModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { useIsPhone } from "../../ui/use-is-phone";
import { CellButton } from "./cell-button";
import { ReachButton } from "./reach-button";
import { ACTIONS, changesOf, rowOf, type Rows } from "./role-model";

interface RoleMatrixProps {
  role: RoleDetail;
  changed: Rows;
  chosen: string | undefined;
  onChange: (row: Grant) => void;
  onChoose: (entity: string | undefined) => void;
}

export function RoleMatrix(props: RoleMatrixProps) {
  return useIsPhone() ? <OneEntity {...props} /> : <Table {...props} />;
}

function Table({ role, changed, chosen, onChange, onChoose }: RoleMatrixProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const shown = model.entities.filter((one) =>
    textOf(pluralOf(one), i18n.language).toLowerCase().includes(wanted),
  );
  return (
    <section className="card roles-part" aria-label={t("roles.matrix")}>
      <div className="row-line wrap-line">
        <h2>{t("roles.matrix")}</h2>
        <span className="grow" />
        <Input.Search
          className="roles-search"
          allowClear
          maxLength={100}
          aria-label={t("roles.findEntity")}
          placeholder={t("roles.findEntity")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState text={t("roles.noEntity")}>
          <Button onClick={() => setText("")}>{t("action.clear")}</Button>
        </EmptyState>
      ) : (
        <div className="roles-table" tabIndex={0} role="group" aria-label={t("roles.matrix")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("roles.entity")}</th>
                {ACTIONS.map((action) => (
                  <th key={action} scope="col">
                    {t(`roles.action.${action}`)}
                  </th>
                ))}
                <th scope="col">{t("roles.fields")}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((entity) => (
                <Line
                  key={entity.name}
                  entity={entity}
                  row={rowOf(role, changed, entity.name)}
                  before={rowOf(role, {}, entity.name)}
                  open={chosen === entity.name}
                  onChange={onChange}
                  onChoose={onChoose}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface LineProps extends Pick<RoleMatrixProps, "onChange" | "onChoose"> {
  entity: EntityModel;
  row: Grant;
  before: Grant;
  open: boolean;
}

function Line({ entity, row, before, open, onChange, onChoose }: LineProps) {
  const { i18n } = useTranslation();
  const changes = changesOf(before, row);
  return (
    <tr className={open ? "is-open" : undefined}>
      <th scope="row">
        <span className="row-line">
          <span className="clip grow">{textOf(pluralOf(entity), i18n.language)}</span>
          <ReachButton entity={entity} row={row} onChange={onChange} />
        </span>
      </th>
      {ACTIONS.map((action) => (
        <td key={action}>
          <CellButton
            entity={entity}
            row={row}
            action={action}
            changed={changes.actions.includes(action)}
            onChange={onChange}
          />
        </td>
      ))}
      <td>
        <FieldsButton {...{ entity, row, open, onChoose }} changed={changes.fields} />
      </td>
    </tr>
  );
}

interface FieldsButtonProps extends Pick<LineProps, "entity" | "row" | "open" | "onChoose"> {
  changed: boolean;
}

function FieldsButton({ entity, row, open, changed, onChoose }: FieldsButtonProps) {
  const { t, i18n } = useTranslation();
  const count = row.fields.length;
  const said = count > 0 ? t("roles.special", { count }) : t(`roles.access.${row.default}`);
  return (
    <button
      type="button"
      className={`roles-cell${changed ? " is-changed" : ""}`}
      aria-pressed={open}
      aria-label={`${t("roles.fieldsOf", { entity: textOf(entity.label, i18n.language) })}: ${said}`}
      onClick={() => onChoose(open ? undefined : entity.name)}
    >
      {said}
    </button>
  );
}

function OneEntity({ role, changed, chosen, onChange, onChoose }: RoleMatrixProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const [named, setNamed] = useState(chosen ?? model.entities[0]?.name ?? "");
  const entity = model.entities.find(({ name }) => name === named);
  const row = rowOf(role, changed, named);
  const changes = changesOf(rowOf(role, {}, named), row);
  return (
    <section className="card roles-part" aria-label={t("roles.matrix")}>
      <h2>{t("roles.matrix")}</h2>
      <Select
        aria-label={t("roles.entity")}
        value={named}
        showSearch
        optionFilterProp="label"
        onChange={(next) => {
          setNamed(next);
          onChoose(undefined);
        }}
        options={model.entities.map((one) => ({
          value: one.name,
          label: textOf(pluralOf(one), i18n.language),
        }))}
      />
      {entity ? (
        <ul className="roles-actions">
          {ACTIONS.map((action) => (
            <li key={action}>
              <span className="muted">{t(`roles.action.${action}`)}</span>
              <CellButton {...{ entity, row, action, onChange }} changed={changes.actions.includes(action)} />
            </li>
          ))}
          <li>
            <span className="muted">{t("roles.fields")}</span>
            <FieldsButton {...{ entity, row, onChoose }} open={chosen === named} changed={changes.fields} />
          </li>
        </ul>
      ) : null}
    </section>
  );
}
