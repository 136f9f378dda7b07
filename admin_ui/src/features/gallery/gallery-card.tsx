/** One card of a gallery: its picture or its initial, what it is called, its facts. */

import { memo, type CSSProperties } from "react";

import type { BoardRow } from "../../lib/api/boards";
import { fileAddress } from "../../lib/api/files";
import { useAppPlace } from "../../lib/app-context";
import { recordColor } from "../../lib/card-facts";
import type { EntityModel } from "../../lib/model";
import { Facts } from "../../fields/facts";
import { isPicture, readFiles } from "../../fields/pieces/files";
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
  const { workspace } = useAppPlace();
  const title = row.title || `#${row.id}`;
  const picture = gallery.image && readFiles(row.values[gallery.image.name])?.find(isPicture);
  const color = colorOf(recordColor(gallery.color, row.values, row.color));
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
        <Facts className="gallery-facts" entity={entity} facts={gallery.facts} values={row.values} />
      </div>
    </article>
  );
});
