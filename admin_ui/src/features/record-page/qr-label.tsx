/** A label to stick on a thing or a folder: a code that opens the record, its name, and its number. */

import { Button, Modal, QRCode } from "antd";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { numberOf } from "../../lib/model";
import "./print.css";
import { useRecord } from "./record-context";

const SIZE = 132;

/** Where a record is found, whoever reads the code. */
export function useRecordAddress(): string {
  const { record, place } = useRecord();
  return `${window.location.origin}/w/${place.workspace}/${place.app}/${place.entity}/${record.id}`;
}

/** Print what is marked, and nothing else of the page. */
function printOnly(part: string): void {
  const root = document.documentElement;
  root.dataset.print = part;
  window.print();
  delete root.dataset.print;
}

export function QrLabel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const { entity, record } = useRecord();
  const address = useRecordAddress();
  const title = record.title || `#${record.id}`;
  return (
    <Modal
      open
      width={420}
      rootClassName="label-dialog"
      title={t("record.label")}
      onCancel={onClose}
      footer={[
        <Button key="close" onClick={onClose}>
          {t("record.close")}
        </Button>,
        <Button key="print" type="primary" onClick={() => printOnly("label")}>
          {t("record.printLabel")}
        </Button>,
      ]}
    >
      <div className="qr-label">
        <span aria-hidden="true">
          <QRCode type="svg" value={address} size={SIZE} bordered={false} color="#000000" bgColor="#ffffff" />
        </span>
        <div className="qr-text">
          <strong>{title}</strong>
          <span>{textOf(entity.label, i18n.language)}</span>
          <span className="numeric">{numberOf(entity, record)}</span>
        </div>
      </div>
      <p className="muted small no-print">{t("record.labelHint")}</p>
    </Modal>
  );
}
