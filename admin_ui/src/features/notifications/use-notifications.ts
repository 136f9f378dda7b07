/** Notifications: looked for each minute while the page is in sight, and read where they are opened. */

import { useInfiniteQuery, useMutation, useQueryClient, type InfiniteData } from "@tanstack/react-query";

import { markRead, readNotifications, type NotificationPage, type Which } from "../../lib/api/notifications";

const EACH_MINUTE = 60_000;

type Pages = InfiniteData<NotificationPage, number | null>;

export function useNotifications(workspace: string) {
  return useInfiniteQuery({
    queryKey: ["notifications", workspace],
    queryFn: ({ pageParam }) => readNotifications(workspace, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: EACH_MINUTE,
    refetchOnWindowFocus: true,
    staleTime: 10_000,
    retry: false,
  });
}

/** What was opened counts as read at once; the server hears of it meanwhile. */
export function useMarkRead(workspace: string) {
  const queries = useQueryClient();
  const key = ["notifications", workspace];
  return useMutation({
    mutationFn: (which: Which) => markRead(workspace, which),
    onMutate: (which) => queries.setQueryData<Pages>(key, (before) => before && withRead(before, which)),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
}

function withRead(before: Pages, which: Which): Pages {
  const meant = (id: number) => ("ids" in which ? which.ids.includes(id) : id <= which.up_to);
  const all = before.pages.flatMap(({ items }) => items);
  const newly = all.filter(({ id, read }) => !read && meant(id)).length;
  const pages = before.pages.map((page) => ({
    ...page,
    unread: "up_to" in which ? 0 : Math.max(0, page.unread - newly),
    items: page.items.map((item) => (meant(item.id) ? { ...item, read: true } : item)),
  }));
  return { ...before, pages };
}
