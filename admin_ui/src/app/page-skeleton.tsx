/** The shape of what comes, while it is on its way. */

import { Skeleton } from "antd";

export function PageSkeleton() {
  return (
    <div className="page" aria-busy="true">
      <div aria-hidden="true">
        <Skeleton active title={{ width: 160 }} paragraph={{ rows: 8 }} />
      </div>
    </div>
  );
}
