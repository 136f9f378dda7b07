/** One card of a gallery: its picture or its initial, what it is called, its facts. */

import { memo, type CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import type { BoardRow } from "../../lib/api/boards";
import { fileAddress } from "../../lib/api/files";
import { useAppPlace } from "../../lib/app-context";
import { recordColor } from "../../lib/card-facts";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { isPicture, readFiles } from "../../fields/pieces/files";
import { controlOf } from "../../fields/registry";
import { initialOf } from "../../ui/avatar";
import { OpenLink } from "../../ui/open-link";
import { colorOf } from "../../ui/palette";
import type { GalleryModel } from "./use-gallery";

interface GalleryCardProps {
  entity: EntityModel;
  gallery: GalleryModel;
  row: BoardRow;
}

export const GalleryCard = memo(function GalleryCard({ entity, gallery, row }: GalleryCardProps) {
  const { i18n } = useTranslation();
  const { workspace } = useAppPlace();
  const title = row.title || `#${row.id}`;
  const picture = gallery.image && readFiles(row.values[gallery.image.name])?.find(isPicture);
  const color = colorOf(recordColor(gallery.color, row.values, row.color));
  const told = gallery.facts.filter(({ path, field }) => !controlOf(field.type).isBlank(row.values[path]));
  return (
    <article
      className={color ? "gallery-card colored" : "gallery-card"}
      style={color ? ({ "--c": color } as CSSProperties) : undefined}
    >
      {gallery.image ? (
        <div className="gallery-cover">
          {picture ? (
            <img src={fileAddress(workspace, picture.id, "small")} alt="" loading="lazy" />
          ) : (
            <span aria-hidden="true">{initialOf(title)}</span>
          )}
        </div>
      ) : null}
      <div className="gallery-text">
        <OpenLink className="title-link gallery-link" entity={entity.name} id={row.id}>
          {title}
        </OpenLink>
        <dl className="gallery-facts">
          {told.map(({ path, field }) => (
            <div key={path}>
              <dt className="sr-only">{textOf(field.label, i18n.language)}</dt>
              <dd>
                <FieldShow field={field} value={row.values[path]} compact />
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </article>
  );
});
