/** How views that are no table say what they show: boards, calendars, galleries, trees. */

/** By which field a board divides records, what its cards show, what it sums, what colours it. */
export interface BoardShape {
  field: string;
  card?: string[];
  sum?: string;
  color?: string;
}

export interface CalendarShape {
  start: string;
  end?: string;
  /** More dates that place the same records. */
  also?: string[];
  title?: string;
  color?: string;
}

export interface GalleryShape {
  image?: string;
  card?: string[];
  color?: string;
}

export interface TreeShape {
  parent: string;
  card?: string[];
}
